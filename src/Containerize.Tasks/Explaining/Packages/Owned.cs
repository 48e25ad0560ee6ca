namespace Containerize.Explaining.Packages;

/// <summary>Whose a file is.</summary>
/// <param name="Name">Of the package, with its version where that is known by then.</param>
/// <param name="Kind">What kind of package it is: <c>NuGet package</c>.</param>
/// <param name="IsVersioned">Whether the version is in the name already.</param>
internal sealed record Owned(string Name, string Kind, bool IsVersioned);
