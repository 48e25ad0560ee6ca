using Containerize.Describing;
using Containerize.Describing.Secrets;
using Containerize.Diagnostics;
using Containerize.Layering;
using Containerize.Layers;
using Containerize.Reporting;

namespace Containerize.Generating;

/// <summary>
/// The layers of an image as folders, which is how a generated Dockerfile gets them: its publish step writes them, its last stage copies one
/// after the other. The Dockerfile was written before and names the layers that were expected; files of one that was not go to the last, so that
/// an old Dockerfile still builds an image that works.
/// </summary>
/// <param name="root">Absolute path.</param>
internal sealed class LayerFolders(string root, IPublishLog log)
{
    /// <summary>Says that the folder is ours to replace, and what is in it. It lies beside the layers, so none holds it.</summary>
    private const string Mark = "containerize.layers";

    /// <summary>A name for each layer of a plan: its class's, with a number from the second of a class on.</summary>
    public static IReadOnlyList<string> NamesOf(LayerPlan plan)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = new List<string>();
        foreach (var name in plan.Layers.Select(BaseNameOf))
        {
            var count = counts.GetValueOrDefault(name) + 1;
            counts[name] = count;
            names.Add(count == 1 ? name : $"{name}.{count}");
        }

        return names;
    }

    /// <summary>What has a place of its own is called for it: a Dockerfile and a publish must mean the same place by a name.</summary>
    private static string BaseNameOf(PlannedLayer layer) => layer.Files switch
    {
        [{ Root: { } root, Owner: var owner }, ..] => layer.Class.Name + Plain($"{root}{(owner is null ? string.Empty : $"-{owner}")}"),
        [{ Origin: FileOrigin.Folder, RelativePath: var folder }, ..] => layer.Class.Name + Plain(folder),
        _ => layer.Class.Name,
    };

    private static string Plain(string path) => string.Concat(path.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));

    /// <param name="copied">The names that the Dockerfile copies, lowest first; empty: whatever there is.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.LayersNotWritten"/> and what reading the publish output may give.</exception>
    public void Write(ImageDefinition definition, IReadOnlyList<string> copied, CancellationToken cancellationToken)
    {
        var content = ImageContent.ForDockerfile(definition, PublishDirectory.Read(definition, log));
        IdleRules.Tell(definition, content, log);
        new SecretScan(log).Run([(definition, content.Files)]);
        var plan = LayerPlanner.Plan(content.Files, definition.LayerRules, definition.Layering);
        var names = NamesOf(plan);
        IReadOnlyList<string> folders = copied.Count > 0 ? copied : names;
        var files = folders.ToDictionary(name => name, _ => new List<LayerFile>(), StringComparer.Ordinal);
        var targets = folders.ToDictionary(name => name, _ => CopiedLayers.TargetOfFiles(definition), StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            if (FindFolder(names[i], plan.Layers[i], folders) is { } folder)
            {
                files[folder].AddRange(ImageFiles.Create(plan.Layers[i], content.Places));
                targets[folder] = CopiedLayers.TargetOf(definition, plan.Layers[i]);
            }
        }

        Prepare(folders);
        foreach (var folder in folders)
        {
            LayerFolder.Write(Path.Join(root, folder), targets[folder].Trim('/'), files[folder], cancellationToken);
        }

        WarnOfOthers(copied, [.. names.Except(folders, StringComparer.Ordinal)], [.. folders.Except(names, StringComparer.Ordinal)]);
        log.Say($"{definition.ProjectName} -> {string.Join(", ", names)} in {root}");
        foreach (var line in LeftOutText.Lines(content.LeftOut))
        {
            log.Say("  " + line);
        }
    }

    /// <summary>The folder for a layer: its own, or the last of those with usual files. Null where there is no place for it, and none is needed.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.LayersNotWritten"/>: what is to lie elsewhere would be missing.</exception>
    private static string? FindFolder(string name, PlannedLayer layer, IReadOnlyList<string> folders)
    {
        if (folders.Contains(name, StringComparer.Ordinal))
        {
            return name;
        }

        var first = layer.Files[0];
        if (first.Root is not null || first.Origin is FileOrigin.Folder)
        {
            throw new ContainerizeException(
                ErrorCodes.LayersNotWritten,
                $"Writing the layers for the Dockerfile: it has no line for {layer.Class.Meaning}, which would be missing. "
                    + "Write the Dockerfile again: dotnet build -t:ContainerizeDockerfile.");
        }

        // A folder that an old Dockerfile knows nothing of would be copied as root's, and nowhere else is a place for it.
        return first.Origin is FileOrigin.Volume ? null : folders.LastOrDefault(IsOfFiles);
    }

    private static bool IsOfFiles(string name)
        => !LayerClass.IsFolder(name.Split('.', '-')[0]) && !name.StartsWith(LayerClass.Content.Name + "-", StringComparison.Ordinal);

    private void WarnOfOthers(IReadOnlyList<string> copied, string[] missed, string[] empty)
    {
        if (missed.Length + empty.Length == 0)
        {
            return;
        }

        var news = string.Join(" and ", new[] { Those(missed, "new"), Those(empty, "empty now") }.OfType<string>());
        log.Warn(
            ErrorCodes.DockerfileOutdated,
            $"Writing the layers for the Dockerfile: it foresees {string.Join(", ", copied)}, but {news}. The image works, its layers are not the best; "
            + "write the Dockerfile again: dotnet build -t:ContainerizeDockerfile.");
    }

    private static string? Those(string[] names, string what)
        => names.Length > 0 ? $"{string.Join(", ", names)} {(names.Length > 1 ? "are" : "is")} {what}" : null;

    /// <summary>Removes the layers of an earlier publish, and notes which there will be now.</summary>
    private void Prepare(IEnumerable<string> names)
    {
        try
        {
            Directory.CreateDirectory(root);
            var mark = Path.Join(root, Mark);
            if (!File.Exists(mark) && Directory.EnumerateFileSystemEntries(root).Any())
            {
                throw new ContainerizeException(
                    ErrorCodes.LayersNotWritten,
                    $"Writing layers to {root} (ContainerizeLayersPath): the folder holds something else, which would be lost. "
                    + "Name an empty folder or one that does not exist.");
            }

            foreach (var folder in ReadNames(mark).Where(IsFileName).Select(name => Path.Join(root, name)).Where(Directory.Exists))
            {
                Directory.Delete(folder, recursive: true);
            }

            File.WriteAllLines(mark, names.Order(StringComparer.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(ErrorCodes.LayersNotWritten, $"Writing layers to {root} (ContainerizeLayersPath): {Excerpt.Of(e.Message)}", e);
        }
    }

    private static string[] ReadNames(string mark) => File.Exists(mark) ? File.ReadAllLines(mark) : [];

    /// <summary>Of something in a folder, and in none but that.</summary>
    private static bool IsFileName(string text) => text.Length > 0 && text == Path.GetFileName(text) && text is not ("." or "..");
}
