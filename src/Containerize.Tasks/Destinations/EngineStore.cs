using Containerize.Engines;
using Containerize.Images;

namespace Containerize.Destinations;

/// <summary>How an engine keeps images and what it calls them, which each kind does in its own way.</summary>
internal abstract class EngineStore
{
    protected EngineStore(EngineClient engine) => Engine = engine;

    protected EngineClient Engine { get; }

    public static EngineStore Create(EngineClient engine)
    {
        if (engine.Kind == EngineKind.Podman)
        {
            return new PodmanStore(engine);
        }

        return engine.Kind == EngineKind.Nerdctl ? new NerdctlStore(engine) : new DockerStore(engine);
    }

    /// <summary>Whether one name can lead to images of several platforms.</summary>
    public abstract Task<bool> TakesIndexesAsync(CancellationToken cancellationToken);

    /// <summary>Whether a name leads to these very images.</summary>
    /// <param name="name">With its tag, as people write it.</param>
    public abstract Task<bool> HoldsAsync(string name, ImageSet images, CancellationToken cancellationToken);

    /// <exception cref="Diagnostics.ContainerizeException"><see cref="Diagnostics.ErrorCodes.EngineRefused"/>.</exception>
    public abstract Task LoadAsync(ImageSet images, IReadOnlyList<string> names, CancellationToken cancellationToken);

    /// <summary>What the engine answers, without the line's end; null when it knows nothing of what was asked for.</summary>
    protected async Task<string?> AnswerAsync(IReadOnlyList<string> question, CancellationToken cancellationToken)
        => await Engine.AskAsync(question, cancellationToken) is { Succeeded: true } result ? result.Output.Trim() : null;

    /// <summary>Some leave the algorithm out of an id.</summary>
    protected static bool IsIdOf(string? id, Oci.Digest digest) => id?.EndsWith(digest.Hex, StringComparison.Ordinal) == true;

    protected Task LoadArchiveAsync(IReadOnlyList<string> command, ImageSet images, IReadOnlyList<string> names, CancellationToken cancellationToken)
        => Engine.DoAsync(command, (input, token) => ImageArchive.WriteAsync(input, images, names, token), cancellationToken);
}
