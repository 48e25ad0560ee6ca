using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.BaseImages;

/// <summary>The image whose SDK builds the app in a Dockerfile: .NET's own, of the system that the app will run on.</summary>
internal static class SdkImage
{
    /// <param name="version">What a global.json pins, if it does not let a later one take its place; else null.</param>
    /// <param name="registry">As for the base image.</param>
    /// <exception cref="ContainerizeException">
    /// <see cref="ErrorCodes.InvalidRegistry"/>, <see cref="ErrorCodes.BaseImageNotInferred"/> or <see cref="ErrorCodes.SdkImageMissing"/>.
    /// </exception>
    public static ImageReference Infer(ProjectTraits traits, string? version, string registry = BaseImageInference.MicrosoftRegistry)
    {
        var sdk = InferenceVersion.Parse(traits.SdkVersion)
            ?? throw new ContainerizeException(
                ErrorCodes.BaseImageNotInferred,
                $"Choosing the SDK's image: the .NET SDK's version '{Excerpt.Of(traits.SdkVersion)}' cannot be read. Set ContainerizeSdkImage.");
        // Before a release its tag does not exist; this one follows the previews.
        var released = sdk.IsPrerelease ? sdk.MajorMinor + "-preview" : sdk.MajorMinor;
        var system = SystemOf(traits);
        var hasLinker = traits.IsAot && NativeToolchain.HasImage(version is null ? sdk : InferenceVersion.Parse(version), system);
        var text = $"{registry}/dotnet/sdk:{(version is null ? released : FindTag(version))}{system}{(hasLinker ? NativeToolchain.Ending : string.Empty)}";
        return ImageReference.TryParse(text, out var reference)
            ? reference
            : throw new ContainerizeException(
                ErrorCodes.InvalidRegistry,
                $"Choosing the SDK's image: '{Excerpt.Of(text)}' is not an image reference. Set ContainerizeSdkImage.");
    }

    /// <summary>
    /// Releases have their version for a tag. Previews and release candidates have it without the number of the build (<c>11.0.100-preview.4</c>), and
    /// what comes of a daily build has no image (mcr.microsoft.com/dotnet/sdk, tags).
    /// </summary>
    private static string FindTag(string version)
    {
        var pinned = InferenceVersion.Parse(version);
        var isReleased = pinned is { IsPrerelease: false } || pinned?.Labels is ["preview" or "rc", { } number, ..] && number.All(char.IsAsciiDigit);
        return isReleased
            ? (pinned! with { Labels = [.. pinned!.Labels.Take(2)] }).ToString()
            : throw new ContainerizeException(
                ErrorCodes.SdkImageMissing,
                $"Choosing the SDK's image: global.json pins the SDK '{Excerpt.Of(version)}', and only releases, previews and release candidates have images. "
                    + "Set ContainerizeSdkImage to an image that has it, or pin another version.");
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
