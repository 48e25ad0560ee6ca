using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>
/// Warns of names that are nearly those of our properties and items, where nobody asked for an image: it may be that name which is misspelt. Where an image
/// is made, <see cref="CheckValues"/> does.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class CheckNames : ContainerizeTask
{
    /// <summary>The package's folder build.</summary>
    [Required]
    public string Targets { get; set; } = string.Empty;

    /// <summary>Files whose properties and items are looked at beside the project's own.</summary>
    public string[] Files { get; set; } = [];

    private protected override Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        var written = new WrittenNames(ProjectTexts.Of(BuildEngine));
        written.AddProperties(Globals.Keys);
        foreach (var file in Files.Prepend(ProjectFile))
        {
            written.AddFile(Paths.MakeAbsolute(file));
        }

        written.Tell(KnownNames.Of(BuildEngine, Paths.MakeAbsolute(Targets)), log, BuildEngine);
        return Task.CompletedTask;
    }
}
