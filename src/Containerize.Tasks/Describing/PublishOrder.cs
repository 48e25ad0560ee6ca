using Containerize.BaseImages;
using Containerize.Destinations;
using Containerize.Oci;

namespace Containerize.Describing;

/// <summary>
/// What is to be published: images for one or several platforms, and what they have in common. They differ in platform, base image and publish
/// output.
/// </summary>
internal sealed class PublishOrder
{
    private readonly ImageDefinition any;

    /// <param name="images">One for each platform, in the order of the index.</param>
    public PublishOrder(IReadOnlyList<ImageDefinition> images)
    {
        Images = images;
        any = images[0];
    }

    /// <summary>One for each platform, in the order of the index.</summary>
    public IReadOnlyList<ImageDefinition> Images { get; }

    public string ProjectName => any.ProjectName;

    /// <summary>Absolute path of the project's folder, whose git history may date the images.</summary>
    public string ProjectDirectory => any.ProjectDirectory;

    /// <summary>Absolute path of a folder for intermediate files, below obj.</summary>
    public string IntermediateDirectory => any.IntermediateDirectory;

    /// <summary>At least one; the first is the one that stands for all where one is wanted.</summary>
    public IReadOnlyList<ImageTarget> Targets => any.Targets;

    /// <summary>The registry that general variables are meant for: the first that the images are pushed to; null where they go elsewhere.</summary>
    public string? FirstRegistry => Targets.Select(target => target.Place).OfType<ImagePlace.Registry>().FirstOrDefault()?.Host;

    /// <summary>
    /// What others take must not depend on what is in this machine's cache. An engine may have layers that the cache has not, since they were never fetched
    /// for it; whether it does comes out when the image is loaded.
    /// </summary>
    public CachedBaseUse CachedBases => FirstRegistry is not null ? CachedBaseUse.None
        : Targets.All(target => target.Place is ImagePlace.Engine) ? CachedBaseUse.Configuration
        : CachedBaseUse.WholeImage;

    public ImageFormat Format => any.Format;

    /// <summary>Of the index, where there is one; manifests have their own.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Annotations => any.IndexAnnotations;

    /// <summary>What a Dockerfile describes: it has no platform, and its builder chooses one.</summary>
    public ImageDefinition ForDockerfile => any;
}
