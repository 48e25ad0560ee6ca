using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Layering;
using Containerize.Layers;
using Containerize.Reporting;

namespace Containerize.Generating;

/// <summary>
/// The layers of an image as folders, which is how a generated Dockerfile gets them: its publish step writes them, its last stage copies one
/// after the other. The Dockerfile was written before and names the layers that were foreseen; files of one that was not go to the last, so that
/// an old Dockerfile still builds an image that works.
/// </summary>
internal sealed class LayerFolders
{
    /// <summary>Says that the folder is ours to replace, and what is in it. It lies beside the layers, so none holds it.</summary>
    private const string Mark = "containerize.layers";

    private readonly string root;
    private readonly IPublishLog log;

    /// <param name="root">Absolute path.</param>
    public LayerFolders(string root, IPublishLog log)
    {
        this.root = root;
        this.log = log;
    }

    /// <summary>A name for each layer of a plan: its class's, with a number from the second of a class on.</summary>
    public static IReadOnlyList<string> NamesOf(LayerPlan plan)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. plan.Layers.Select(layer => (seen[layer.Class.Name] = seen.GetValueOrDefault(layer.Class.Name) + 1) is > 1 and var number ? $"{layer.Class.Name}.{number}" : layer.Class.Name)];
    }

    /// <param name="foreseen">The names that the Dockerfile copies, lowest first; empty: whatever there is.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.LayersNotWritten"/> and what reading the publish output may give.</exception>
    public void Write(ImageDefinition definition, IReadOnlyList<string> foreseen, CancellationToken cancellationToken)
    {
        var content = ImageContent.ForDockerfile(definition, PublishDirectory.Read(definition, log));
        IdleRules.Tell(content.Files, definition.LayerRules, log);
        var plan = LayerPlanner.Plan(content.Files, definition.LayerRules, definition.Layering);
        var names = NamesOf(plan);
        var last = foreseen.LastOrDefault(name => !CopiedLayers.IsVolume(name));
        var folders = (foreseen.Count > 0 ? foreseen : names).ToDictionary(name => name, _ => new List<LayerFile>(), StringComparer.Ordinal);
        var targets = folders.Keys.ToDictionary(name => name, _ => CopiedLayers.TargetOf(definition, volume: null), StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            var isVolume = CopiedLayers.IsVolume(names[i]);
            // A folder that an old Dockerfile knows nothing of would be copied as root's, and nowhere else is a place for it.
            if ((folders.ContainsKey(names[i]) ? names[i] : isVolume ? null : last) is { } name)
            {
                folders[name].AddRange(ImageFiles.Create(plan.Layers[i], content.Places));
                targets[name] = CopiedLayers.TargetOf(definition, isVolume ? plan.Layers[i].Files[0].RelativePath : null);
            }
        }

        Prepare(folders.Keys);
        foreach (var (name, held) in folders)
        {
            LayerFolder.Write(Path.Join(root, name), targets[name].Trim('/'), held, cancellationToken);
        }

        string[] missed = [.. names.Except(folders.Keys, StringComparer.Ordinal)];
        string[] empty = [.. folders.Keys.Except(names, StringComparer.Ordinal)];
        if (missed.Length + empty.Length > 0)
        {
            var news = string.Join(" and ", new[] { Those(missed, "new"), Those(empty, "empty now") }.OfType<string>());
            log.Warn(
                ErrorCodes.DockerfileOutdated,
                $"Writing the layers for the Dockerfile: it foresees {string.Join(", ", foreseen)}, but {news}. The image works, its layers are not the best; write the Dockerfile again: dotnet build -t:ContainerizeDockerfile.");
        }

        log.Say($"{definition.ProjectName} -> {string.Join(", ", names)} in {root}");
        foreach (var line in LeftOutText.Lines(content.LeftOut))
        {
            log.Say("  " + line);
        }
    }

    private static string? Those(string[] names, string what) => names.Length > 0 ? $"{string.Join(", ", names)} {(names.Length > 1 ? "are" : "is")} {what}" : null;

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
                    $"Writing layers to {root} (ContainerizeLayersPath): the folder holds something else, which would be lost. Name an empty folder or one that does not exist.");
            }

            foreach (var name in OldLayers(mark).Where(name => name.Length > 0 && name == Path.GetFileName(name) && name is not ("." or "..") && Directory.Exists(Path.Join(root, name))))
            {
                Directory.Delete(Path.Join(root, name), recursive: true);
            }

            File.WriteAllLines(mark, names.Order(StringComparer.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(ErrorCodes.LayersNotWritten, $"Writing layers to {root} (ContainerizeLayersPath): {Excerpt.Of(e.Message)}", e);
        }
    }

    private static string[] OldLayers(string mark) => File.Exists(mark) ? File.ReadAllLines(mark) : [];
}
