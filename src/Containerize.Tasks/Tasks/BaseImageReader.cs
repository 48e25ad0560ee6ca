using Containerize.BaseImages;
using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Languages;
using Containerize.Oci;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Reads what an image stands on, or chooses it where the project names nothing.</summary>
/// <param name="properties">Those of one platform.</param>
/// <param name="frameworkReferences">Items FrameworkReference.</param>
/// <param name="allPlatforms">Runtime identifiers of all images.</param>
internal sealed class BaseImageReader(ImageProperties properties, ITaskItem[] frameworkReferences, IReadOnlyList<string> allPlatforms)
{
    /// <returns>Null for an image from nothing.</returns>
    /// <exception cref="ContainerizeException">What is named is no image reference, or nothing fits the project.</exception>
    public BaseName? Read()
    {
        if (properties["BaseImage"] is not { } wanted)
        {
            return Infer();
        }

        if (wanted == "scratch")
        {
            return null;
        }

        return ImageReference.TryParse(wanted, out var reference)
            ? reference
            : throw new ContainerizeException(
                ErrorCodes.InvalidBaseImage,
                $"Reading ContainerBaseImage: '{Excerpt.Of(wanted)}' is not an image reference. "
                    + "Use registry/repository:tag or registry/repository@sha256:…, in lower case.");
    }

    /// <summary>What the project gets that names nothing.</summary>
    public ImageReference Infer()
    {
        if (properties.IsSite)
        {
            return FindServer(properties["BaseRegistry"] ?? DockerHub.Name);
        }

        if (properties.App is { } app)
        {
            return LanguageApp.Reference(app.Base, properties["BaseRegistry"]);
        }

        if (properties.IsContentProject)
        {
            throw new ContainerizeException(
                ErrorCodes.BaseImageNotInferred,
                "Choosing the base image: a container project brings no program that would tell what it stands on. Set ContainerBaseImage to an image, "
                    + "or to scratch for none; a folder with an index.html (ContainerSiteFolder) is a site and gets a web server, and one "
                    + "with a go.mod, a package.json or a requirements.txt is an app of that language.");
        }

        var traits = new ProjectTraits
        {
            TargetFrameworkVersion = properties.Required("TargetFrameworkVersion"),
            SdkVersion = properties.Required("SdkVersion"),
            FrameworkReferences = [.. frameworkReferences.Select(item => item.ItemSpec)],
            IsSelfContained = properties.IsTrue("SelfContained"),
            IsAot = properties.IsTrue("Aot"),
            IsTrimmed = properties.IsTrue("Trimmed"),
            UsesInvariantGlobalization = properties.IsTrue("InvariantGlobalization"),
            // All of them: one reference serves every platform.
            RuntimeIdentifiers = allPlatforms,
            ContainerFamily = properties["Family"],
        };
        return properties["BaseRegistry"] is { } registry
            ? BaseImageInference.Infer(traits, registry)
            : BaseImageInference.Infer(traits);
    }

    private static ImageReference FindServer(string registry) => ImageReference.TryParse($"{registry}/{StaticSite.Repository}:{StaticSite.Tag}", out var server)
        ? server
        : throw new ContainerizeException(
            ErrorCodes.InvalidRegistry,
            $"Choosing the base image: ContainerizeBaseRegistry is '{Excerpt.Of(registry)}', which is not a registry. "
            + "Give host[:port], and the path if the mirror has one.");
}
