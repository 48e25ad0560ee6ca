using Containerize.Diagnostics;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Warns of names that are nearly those of our properties and items: MSBuild takes any name and says nothing.</summary>
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
        var written = new WrittenNames();
        written.AddProperties(Globals.Keys);
        foreach (var file in Files.Prepend(ProjectFile))
        {
            written.AddFile(Paths.MakeAbsolute(file));
        }

        // A solution gives the command line's properties to each of its projects.
        var once = new OnceLog(log, BuildEngine, string.Empty);
        foreach (var doubt in written.FindDoubts(KnownNames.Read(Paths.MakeAbsolute(Targets))))
        {
            once.Warn(ErrorCodes.MisspeltName, $"Reading the project: {doubt}");
        }

        return Task.CompletedTask;
    }
}
