using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.BaseImages;

/// <summary>The image whose SDK builds the app in a Dockerfile: .NET's own, of the system that the app will run on.</summary>
internal static class SdkImage
{
    /// <param name="version">What a global.json pins, if it does not let a later one take its place; else null.</param>
    /// <param name="registry">As for the base image.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidRegistry"/> or <see cref="ErrorCodes.BaseImageNotInferred"/>.</exception>
    public static ImageReference Infer(ProjectTraits traits, string? version, string registry = BaseImageInference.MicrosoftRegistry)
    {
        var sdk = InferenceVersion.Parse(traits.SdkVersion)
            ?? throw new ContainerizeException(
                ErrorCodes.BaseImageNotInferred,
                $"Choosing the SDK's image: the .NET SDK's version '{Excerpt.Of(traits.SdkVersion)}' cannot be read. Set ContainerizeSdkImage.");
        // Before a release its tag does not exist; this one follows the previews.
        var released = sdk.IsPrerelease ? sdk.MajorMinor + "-preview" : sdk.MajorMinor;
        var text = $"{registry}/dotnet/sdk:{version ?? released}{SystemOf(traits)}";
        return ImageReference.TryParse(text, out var reference)
            ? reference
            : throw new ContainerizeException(
                ErrorCodes.InvalidRegistry,
                $"Choosing the SDK's image: '{Excerpt.Of(text)}' is not an image reference. Set ContainerizeSdkImage.");
    }

    /// <summary>SDK images come without what makes runtime images small: a chiseled or distroless app is built on the full system.</summary>
    private static string SystemOf(ProjectTraits traits)
    {
        if (traits.RuntimeIdentifiers.Any(rid => RuntimeIdentifier.TryParse(rid, out var parsed) && parsed.Library == CLibrary.Musl)
            && string.IsNullOrWhiteSpace(traits.ContainerFamily))
        {
            return "-alpine";
        }

        var family = traits.ContainerFamily?.Trim() ?? string.Empty;
        foreach (var ending in new[] { "-extra", "-composite", "-aot", "-chiseled", "-distroless" })
        {
            family = family.EndsWith(ending, StringComparison.Ordinal) ? family[..^ending.Length] : family;
        }

        return family.Length > 0 ? "-" + family : string.Empty;
    }
}
