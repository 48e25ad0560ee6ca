namespace Microsoft.Build.Framework;

/// <summary>
/// Tells a multithreaded MSBuild (<c>-mt</c>) that a task keeps to its own: absolute paths, no current directory, no environment writes,
/// no mutable statics. MSBuild looks for the attribute by its full name, so that assemblies built against older ones can carry it.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
