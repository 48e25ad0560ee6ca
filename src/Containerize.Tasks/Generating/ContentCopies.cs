using System.Globalization;
using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Dockerfiles.Context;
using Containerize.Host;
using Containerize.Languages;
using Containerize.Layering;
using Containerize.Tar;

namespace Containerize.Generating;

/// <summary>How a builder adds files to an app in another language (ContainerContent), which lie in its folder of sources.</summary>
/// <param name="plan">With the files.</param>
internal sealed class ContentCopies(ImageDefinition definition, LayerPlan plan)
{
    /// <summary>Where they wait, in folders called as the layers, until those of the app have their places: folders that move go where none is yet.</summary>
    public const string Folder = "/added";

    /// <summary>Commands of one instruction: a shell takes no more than 128 KiB.</summary>
    private const int MostCommands = 200;

    private readonly LanguageApp app = definition.App!;

    /// <summary>Gives a file, a folder or a link the time that all have in an image.</summary>
    public static string Touch => string.Create(CultureInfo.InvariantCulture, $"touch -h -d @{TarEntry.Time.ToUnixTimeSeconds()}");

    /// <summary>Files that the ignore file would keep from the builder: paths below the app's folder.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.NotInDockerfile"/>: one lies where no builder sees it.</exception>
    public IReadOnlyList<string> ListKeptFiles()
    {
        var ignored = IgnoreRules.Parse(app.IgnoreText);
        return
        [
            .. definition.AddedFiles.Where(file => file.LinkTarget is null).Select(SourceOf)
                .Where(path => !ignored.Takes(path))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>For the shell, in the folder of the sources: what is only added is no longer there afterwards.</summary>
    /// <returns>The commands of each instruction.</returns>
    public IEnumerable<string[]> ListInstructions() => definition.AddedFiles.Count > 0 ? ListCommands().Chunk(MostCommands) : [];

    private IEnumerable<string> ListCommands()
    {
        (PublishedFile File, string Place)[] added = [.. ListPlaces()];
        foreach (var folder in added.Select(entry => entry.Place[..entry.Place.LastIndexOf('/')]).Distinct(StringComparer.Ordinal))
        {
            yield return $"mkdir -p {Quote(folder)}";
        }

        foreach (var (file, place) in added)
        {
            yield return file.LinkTarget is { } target ? $"ln -s {Quote(target)} {Quote(place)}" : $"cp {Quote(SourceOf(file))} {Quote(place)}";
        }

        foreach (var alike in added.Where(entry => entry.File.LinkTarget is null).GroupBy(entry => ModeOf(entry.File), entry => entry.Place))
        {
            foreach (var places in alike.Chunk(MostCommands))
            {
                yield return $"chmod {Convert.ToString(alike.Key, 8)} {string.Join(' ', places.Select(place => Quote(place)))}";
            }
        }

        yield return $"find {Folder} -exec {Touch} {{}} +";
        foreach (var kept in ListKeptFiles())
        {
            yield return $"rm {Quote(kept)}";
        }
    }

    private IEnumerable<(PublishedFile File, string Place)> ListPlaces()
    {
        var names = LayerFolders.NamesOf(plan);
        return plan.Layers.SelectMany((layer, i) => layer.Files
            .Where(file => !file.IsFolder && (file.Source.Length > 0 || file.LinkTarget is not null))
            .Select(file => (file, $"{Folder}/{names[i]}/{definition.PlaceOf(file.RelativePath)[CopiedLayers.TargetOf(definition, layer).Length..]}")));
    }

    private static int ModeOf(PublishedFile file) => file.Mode ?? (file.Executable ? TarEntry.ExecutableMode : TarEntry.FileMode);

    /// <summary>Below the app's folder, which is the build context.</summary>
    private string SourceOf(PublishedFile file)
    {
        var path = PathText.ToSlashes(Path.GetRelativePath(app.Folder, file.Source));
        return path.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(path)
            ? throw new ContainerizeException(
                ErrorCodes.NotInDockerfile,
                $"Writing the Dockerfile of an app of {app.Language}: {file.Source} (ContainerContent) lies outside of {app.Folder}, "
                    + "which is all that a builder gets to see. Put it there, or publish the image without a Dockerfile.")
            : path;
    }

    private static string Quote(string path) => DockerfileText.QuoteForShell(path);
}
