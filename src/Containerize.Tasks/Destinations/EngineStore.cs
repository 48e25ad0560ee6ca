using Containerize.Diagnostics;
using Containerize.Engines;
using Containerize.Host.Programs;
using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Destinations;

/// <summary>How an engine keeps images and what it calls them, which each kind does in its own way.</summary>
internal abstract class EngineStore
{
    private readonly IPublishLog log;

    protected EngineStore(EngineClient engine, IPublishLog log)
    {
        Engine = engine;
        this.log = log;
    }

    protected EngineClient Engine { get; }

    public static EngineStore Create(EngineClient engine, IPublishLog log)
    {
        if (engine.Kind == EngineKind.Podman)
        {
            return new PodmanStore(engine, log);
        }

        return engine.Kind == EngineKind.Nerdctl ? new NerdctlStore(engine, log) : new DockerStore(engine, log);
    }

    /// <summary>Whether one name can lead to images of several platforms.</summary>
    public abstract Task<bool> TakesIndexesAsync(CancellationToken cancellationToken);

    /// <summary>Whether a name leads to these very images.</summary>
    /// <param name="name">With its tag, as people write it.</param>
    public abstract Task<bool> HoldsAsync(string name, ImageSet images, CancellationToken cancellationToken);

    /// <summary>Which of some images the engine has. One question, whose answer may be that nothing is known; it is never an error.</summary>
    /// <param name="name">Whatever is under it.</param>
    /// <param name="known">Of each image all that it may be called.</param>
    public virtual async Task<EngineContent> AskAsync(string name, IReadOnlyList<KnownImage> known, CancellationToken cancellationToken)
        => known.Count == 0
            ? EngineContent.Nothing
            : new EngineContent(
                await InspectAsync([name, .. known.SelectMany(image => image.Ids).Distinct().Select(id => id.ToString())], cancellationToken), known);

    /// <summary>Whether such images are ever loaded without some of their layers.</summary>
    public abstract bool MayLeaveOut(ImageSet images);

    /// <summary>Whether any layer need not be given to the engine.</summary>
    public bool LeavesOut(EngineLoad load, EngineContent there) => load.Split().Any(single => FindLeftOut(single, there).Count > 0);

    /// <summary>
    /// Loads images without the layers that the engine has, and whole where it does not take that. A name leads to what it led to or to all of the
    /// image, whatever happens meanwhile.
    /// </summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.EngineRefused"/>, or what opening a layer throws.</exception>
    public abstract Task<CommitReport> LoadAsync(EngineLoad load, EngineContent there, CancellationToken cancellationToken);

    /// <summary>Layers of a single image that the engine can do without.</summary>
    protected abstract IReadOnlySet<Digest> FindLeftOut(EngineLoad single, EngineContent there);

    /// <summary>What the engine answers, without the line's end; null when it knows nothing of what was asked for.</summary>
    protected async Task<string?> AnswerAsync(IReadOnlyList<string> question, CancellationToken cancellationToken)
        => await Engine.AskAsync(question, cancellationToken) is { Succeeded: true } result ? result.Output.Trim() : null;

    /// <summary>Those that the engine has; an engine that does not answer has none.</summary>
    protected async Task<IReadOnlyList<HeldImage>> InspectAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        try
        {
            // It fails where one is not there, and shows the others all the same.
            return HeldImage.ReadAll((await Engine.AskAsync([.. HeldImage.Question, .. names], cancellationToken))?.Output ?? string.Empty);
        }
        catch (ContainerizeException e)
        {
            log.Detail(e.Message);
            return [];
        }
    }

    /// <summary>Some leave the algorithm out of an id.</summary>
    protected static bool IsIdOf(string? id, Digest digest) => id?.EndsWith(digest.Hex, StringComparison.Ordinal) == true;

    /// <summary>Loads a single image: without layers if that turns out whole, else with them.</summary>
    /// <param name="names">That the archive gives it.</param>
    /// <param name="isWhole">Whether the engine now has all of it, by what it said and says.</param>
    /// <param name="undo">Takes back what it has taken that is not whole.</param>
    protected async Task<CommitReport> LoadArchiveAsync(
        IReadOnlyList<string> command,
        EngineLoad load,
        IReadOnlyList<string> names,
        IReadOnlySet<Digest> leftOut,
        Func<ProgramResult, Task<bool>> isWhole,
        Func<Task> undo,
        CancellationToken cancellationToken)
    {
        var given = 0L;
        if (leftOut.Count > 0)
        {
            var partial = new ArchivePipe(load.Images, names, leftOut);
            await partial.PrepareAsync(cancellationToken);
            var result = await Engine.TryAsync(command, partial.WriteAsync, cancellationToken);
            given = partial.Count;
            if (result is { Succeeded: true, InputTaken: true } && await isWhole(result))
            {
                return new CommitReport(given, leftOut);
            }

            var why = result is null or { Succeeded: true } ? "the image did not become whole" : Excerpt.Of(result.LastErrorLine);
            log.Detail(
                $"{Engine.Name} does not take the image without {Counted.Of(leftOut.Count, "layer")} that it should have, so it gets all of it: {why}");
            await undo();
        }

        var whole = await LoadWholeAsync(command, load.Images, load.Names, cancellationToken);
        return whole with { BytesLoaded = whole.BytesLoaded + given };
    }

    protected async Task<CommitReport> LoadWholeAsync(
        IReadOnlyList<string> command, ImageSet images, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var whole = new ArchivePipe(images, names, new HashSet<Digest>());
        await whole.PrepareAsync(cancellationToken);
        await Engine.DoAsync(command, whole.WriteAsync, cancellationToken);
        return new CommitReport(whole.Count, new HashSet<Digest>());
    }
}
