namespace Containerize.Dockerfiles;

/// <param name="Name">As nuget.config calls it.</param>
/// <param name="Address">An address or a folder, as it is written there.</param>
internal sealed record NuGetSource(string Name, string Address);
