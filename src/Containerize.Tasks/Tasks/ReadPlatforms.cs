using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>
/// Reads ContainerRuntimeIdentifiers. Items made of a property are not the list that its writer meant: what came over a command line with its semicolon
/// escaped is one item, and one platform.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ReadPlatforms : ContainerizeTask
{
    /// <summary>ContainerRuntimeIdentifiers, as it is written.</summary>
    [Required]
    public string Identifiers { get; set; } = string.Empty;

    /// <summary>RuntimeIdentifiers: those that NuGet restored for.</summary>
    public string Restored { get; set; } = string.Empty;

    /// <summary>Whether the app is published for each by itself, if there are several.</summary>
    public bool ArePublishedOneByOne { get; set; }

    /// <summary>Each platform once, in the order in which they are written.</summary>
    [Output]
    public string[] Platforms { get; private set; } = [];

    /// <summary>The first of them.</summary>
    [Output]
    public string First { get; private set; } = string.Empty;

    /// <summary>All of them, as RuntimeIdentifiers should have them.</summary>
    [Output]
    public string All { get; private set; } = string.Empty;

    private protected override Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        CommandLineLists.RequireWhole(Arguments);
        Platforms = PlatformReader.ReadAll(Identifiers);
        if (ArePublishedOneByOne && Platforms.Length > 1)
        {
            PlatformReader.RequireRestored(Platforms, Restored);
        }

        First = Platforms[0];
        All = string.Join(';', Platforms);
        return Task.CompletedTask;
    }
}
