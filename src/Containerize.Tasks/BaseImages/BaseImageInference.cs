using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.BaseImages;

/// <summary>
/// Chooses the base image of a project that names none, among .NET's own images: <c>dotnet/{repository}:{version}{system}{extra}</c>.
/// The choice is that of the .NET SDK 10 (task ComputeDotnetBaseImageAndTag), so that a project that moves here keeps its base.
/// </summary>
internal static class BaseImageInference
{
    public const string MicrosoftRegistry = "mcr.microsoft.com";

    /// <summary>From .NET 8 on, tags say which preview they are, and small images have an "extra" twin; earlier releases get plain tags.</summary>
    private const int FirstWithVariants = 8;

    /// <summary>.NET Framework (at most 4.8), .NET Standard (2.1) and .NET Core (3.1) all have lower versions.</summary>
    private const int FirstWithImages = 5;

    /// <param name="registry">Where .NET's images are taken from: <c>host[:port]</c>, and for a mirror that keeps them below a path, that path too.</param>
    /// <exception cref="ContainerizeException">
    /// <see cref="ErrorCodes.BaseImageNotInferred"/>: nothing fits the project. <see cref="ErrorCodes.InvalidRegistry"/> and
    /// <see cref="ErrorCodes.InvalidOption"/>: the registry or the family cannot be part of a reference.
    /// </exception>
    public static ImageReference Infer(ProjectTraits traits, string registry = MicrosoftRegistry)
    {
        var framework = ReadFramework(traits);
        var sdk = ReadSdk(traits);
        var musl = RunsOnMusl(traits.RuntimeIdentifiers);
        var family = string.IsNullOrWhiteSpace(traits.ContainerFamily) ? null : traits.ContainerFamily.Trim();
        var modern = framework.Major >= FirstWithVariants;
        var reduced = traits.IsAot || traits.IsTrimmed;

        var repository = traits switch
        {
            { IsSelfContained: true } => "dotnet/runtime-deps",
            _ when UsesAspNetCore(traits) => "dotnet/aspnet",
            _ => "dotnet/runtime",
        };

        var system = (family, musl, modern, reduced) switch
        {
            (not null, _, _, _) => "-" + family,
            (null, true, _, _) => "-alpine",
            (null, false, true, true) => $"-{UbuntuOf(sdk)}-chiseled",
            _ => string.Empty,
        };

        // The small variants leave out ICU and time zones; "extra" has them.
        var extra = (family, musl, modern, traits.UsesInvariantGlobalization) switch
        {
            (_, _, false, _) or (_, _, _, true) => false,
            (null, _, _, _) => reduced,
            (_, true, _, _) => false,
            _ => family.EndsWith("-chiseled", StringComparison.Ordinal) && sdk is { IsPrerelease: false, Major: >= FirstWithVariants },
        };

        return CreateReference(registry, repository, $"{VersionPart(framework, sdk)}{system}{(extra ? "-extra" : string.Empty)}", family);
    }

    /// <summary>Whether a reference is to one of the images that are inferred, here or in a mirror: then what all of them set in common is known.</summary>
    public static bool IsDotnet(ImageReference reference)
        => reference.Repository.Split('/') is { Length: > 1 } parts
            && parts[^1] is "runtime-deps" or "runtime" or "aspnet"
            && parts.SkipLast(1).Contains("dotnet", StringComparer.Ordinal);

    /// <summary>A framework older than its SDK is released; one as old as the SDK is as finished as the SDK itself.</summary>
    private static string VersionPart(InferenceVersion framework, InferenceVersion sdk)
        => framework.Major < FirstWithVariants || framework.Major < sdk.Major || framework.Minor < sdk.Minor
            ? framework.MajorMinor
            : sdk switch
            {
                { IsPrerelease: false } or { Major: < FirstWithVariants } => sdk.MajorMinor,
                // Only the first feature band previews a new runtime; later bands preview the SDK on a released one.
                { Patch: not 100 } => sdk.MajorMinor,
                { Labels: ["rtm" or "servicing", ..] } => sdk.MajorMinor,
                { Labels: ["preview" or "rc", var number, ..] } => $"{sdk.MajorMinor}.0-{sdk.Labels[0]}.{number}",
                { Labels: ["alpha" or "dev" or "ci", ..] } => $"{sdk.MajorMinor}-preview",
                _ => throw NotInferred($"the .NET SDK's prerelease '{Excerpt.Of(string.Join('.', sdk.Labels))}' has no images of its own."),
            };

    private static string UbuntuOf(InferenceVersion sdk) => sdk.IsAtLeast(8, 0, 300) ? "noble" : "jammy";

    private static bool UsesAspNetCore(ProjectTraits traits)
        => traits.FrameworkReferences.Contains("Microsoft.AspNetCore.App", StringComparer.OrdinalIgnoreCase);

    private static InferenceVersion ReadFramework(ProjectTraits traits)
        => InferenceVersion.Parse(traits.TargetFrameworkVersion.TrimStart('v', 'V') + ".0") is { Major: >= FirstWithImages } framework
            ? framework
            : throw NotInferred($"the project targets version '{Excerpt.Of(traits.TargetFrameworkVersion)}' of its framework, and .NET's images begin "
                + $"with .NET {FirstWithImages}.");

    private static InferenceVersion ReadSdk(ProjectTraits traits)
        => InferenceVersion.Parse(traits.SdkVersion)
            ?? throw NotInferred($"the .NET SDK's version '{Excerpt.Of(traits.SdkVersion)}' cannot be read.");

    /// <summary>One reference serves every platform of the image, so they must agree on the C library.</summary>
    private static bool RunsOnMusl(IReadOnlyList<string> runtimeIdentifiers)
    {
        var musl = runtimeIdentifiers.FirstOrDefault(IsMusl);
        var other = runtimeIdentifiers.FirstOrDefault(rid => !IsMusl(rid));
        return musl is null || other is null
            ? musl is not null
            : throw NotInferred($"'{Excerpt.Of(musl)}' needs a base with musl, '{Excerpt.Of(other)}' one without, and an image has one base; publish "
                + "them separately.");

        static bool IsMusl(string rid)
            => rid.StartsWith("linux-musl", StringComparison.Ordinal) || (RuntimeIdentifier.TryParse(rid, out var parsed) && parsed.Library == CLibrary.Musl);
    }

    private static ImageReference CreateReference(string registry, string repository, string tag, string? family)
    {
        if (!ImageReference.IsTag(tag))
        {
            throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Choosing the base image: ContainerFamily is '{Excerpt.Of(family)}', which gives the impossible tag '{Excerpt.Of(tag)}'. Set it to a "
                    + "variant of .NET's images such as alpine or noble-chiseled.");
        }

        var host = registry.Split('/')[0];
        return ImageReference.TryParse($"{registry}/{repository}:{tag}", out var reference) && reference.Registry == host
            ? reference
            : throw new ContainerizeException(
                ErrorCodes.InvalidRegistry,
                $"Choosing the base image: ContainerizeBaseRegistry is '{Excerpt.Of(registry)}', which is not a registry. Give host[:port], and the "
                    + "path if the mirror has one, such as mirror.example.com or mirror.example.com/mcr.");
    }

    private static ContainerizeException NotInferred(string why)
        => new(ErrorCodes.BaseImageNotInferred, $"Choosing the base image: {why} Set ContainerBaseImage to the image to build upon.");
}
