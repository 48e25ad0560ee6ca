using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Oci;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>
/// Reads a ContainerDestination item: one more place for the image. Metadata name the place (Registry, Archive, Layout or Engine; beside one of the
/// others, Registry is part of the names) and the image there (Repository, Tags). An item that names none is an image's reference itself, or else a name
/// for other repositories and tags in the registry of the project.
/// </summary>
/// <param name="own">Where the project's properties say that the image goes: what an item does not say is as there.</param>
internal sealed class DestinationReader(ITaskItem item, ImageTarget own, ProjectPaths paths)
{
    /// <summary>The item as people write it.</summary>
    public const string ItemType = "ContainerDestination";

    /// <summary>An engine of any kind.</summary>
    private const string AnyEngine = "any";

    /// <summary>Places of which an item has one at most.</summary>
    private static readonly string[] Places = ["Archive", "Layout", "Engine"];

    /// <summary>Whether a target may still set the project's registry.</summary>
    public bool MayMoreCome { get; init; }

    private string WhatItIs => $"the {ItemType} item '{Excerpt.Of(item.ItemSpec)}'";

    /// <summary>The registry that an item certainly is about, as far as that can be seen without checking it; null where it is about none.</summary>
    public static string? FindRegistry(ITaskItem item)
        => !Places.Any(place => Get(item, place) is not null) && (Get(item, "Registry") ?? ImageReference.FindHost(item.ItemSpec)) is { } registry
            ? DockerHub.Canonical(registry)
            : null;

    /// <summary>The engine that an item certainly is about, unchecked as well; null where it is about none.</summary>
    public static ImagePlace.Engine? FindEngine(ITaskItem item, ProjectPaths paths)
        => Get(item, "Engine") is { } engine ? new ImagePlace.Engine(IsAny(engine) ? null : paths.NameEngine(engine, ItemType)) : null;

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidDestination"/>, or that of the value.</exception>
    public ImageTarget Read()
    {
        string[] places = [.. Places.Where(name => Get(item, name) is not null)];
        if (places.Length > 1)
        {
            throw Invalid($"it names {string.Join(" and ", places)}, and an item is one place. Write an item for each");
        }

        var written = places.Length == 0 && Get(item, "Registry") is null && ImageReference.FindHost(item.ItemSpec) is not null ? ParseReference() : null;
        var faults = new Faults();
        var registry = faults.Read(() => ReadRegistry() ?? written?.Registry, "localhost");
        var repository = faults.Read(() => ReadRepository() ?? written?.Repository ?? own.Repository, own.Repository);
        var tags = ReadTags(written?.Tag, faults);
        if (places.Length == 0)
        {
            registry ??= faults.Read(FindOwnRegistry, "localhost");
        }

        var place = faults.Read(() => ReadPlace(registry, repository), own.Place);
        faults.Throw();
        return new ImageTarget(place, registry, repository, tags);
    }

    private string FindOwnRegistry()
    {
        if (own.Place is ImagePlace.Registry(var host))
        {
            return host;
        }

        return MayMoreCome ? "localhost" : throw Invalid(
            "it does not say where the image is to go. Use a reference such as ghcr.io/acme/shop, or set its Registry, Archive, Layout or Engine");
    }

    private string? ReadRegistry() => Get(item, "Registry") is { } named ? ValueChecks.Registry(named, $"the Registry of {WhatItIs}") : null;

    private string? ReadRepository() => Get(item, "Repository") is { } path ? RepositoryName.Check(path, $"the Repository of {WhatItIs}") : null;

    private ImagePlace ReadPlace(string? registry, string repository)
    {
        var archive = Get(item, "Archive") is { } file ? OutputPaths.Archive(file, paths.MakeAbsolute(file), repository, asSdk: false) : null;
        var layout = Get(item, "Layout") is { } folder ? OutputPaths.Layout(folder, paths.MakeAbsolute(folder), repository) : null;
        return Get(item, "Engine") is { } engine ? ReadEngine(engine) : ImagePlace.Choose(archive, layout, registry, new ImagePlace.Engine(Named: null));
    }

    /// <summary>Whoever asks for an engine wants no archive instead.</summary>
    private ImagePlace.Engine ReadEngine(string text)
    {
        if (IsAny(text))
        {
            return new ImagePlace.Engine(Named: null) { AskedBy = WhatItIs };
        }

        var named = paths.NameEngine(text, $"the Engine of {WhatItIs}");
        _ = named.FindProgram();
        return new ImagePlace.Engine(named);
    }

    private static bool IsAny(string engine) => string.Equals(engine, AnyEngine, StringComparison.OrdinalIgnoreCase);

    private IReadOnlyList<string> ReadTags(string? inReference, Faults faults)
    {
        if (Get(item, "Tags") is not { } text)
        {
            return inReference is null ? own.Tags : [inReference];
        }

        var whose = $"the Tags of {WhatItIs}";
        var tags = faults.ReadEach(faults.Read(() => ListText.Read(text, whose), []), tag => ValueChecks.Tag(tag, whose));
        return tags.Count > 0 ? [.. tags.Distinct(StringComparer.Ordinal)] : own.Tags;
    }

    private ImageReference ParseReference() => ImageReference.TryParse(item.ItemSpec, out var reference) && reference.Digest is null
        ? reference
        : throw Invalid("that is no registry with a repository and perhaps a tag. Use something like ghcr.io/acme/shop:1.2");

    private static string? Get(ITaskItem item, string name) => item.GetMetadata(name).Trim() is { Length: > 0 } value ? value : null;

    private ContainerizeException Invalid(string why)
        => new(ErrorCodes.InvalidDestination, $"Reading the {ItemType} item '{Excerpt.Of(item.ItemSpec)}': {why}.");
}
