namespace Containerize.BaseImages;

/// <summary>
/// What NativeAOT needs to link. From .NET 10 on there are SDK images that have it (mcr.microsoft.com/dotnet/sdk, tags); in others it is installed by the
/// package manager of the image's system (learn.microsoft.com, "Native AOT deployment", prerequisites).
/// </summary>
internal static class NativeToolchain
{
    /// <summary>Of the tags of SDK images that have it; an architecture may follow.</summary>
    public const string Ending = "-aot";

    private static readonly string[] Systems = ["", "-noble", "-resolute"];

    /// <summary>Of these there is a tag for each of their versions.</summary>
    private static readonly string[] Families = ["-alpine", "-azurelinux"];

    /// <summary>Whether .NET's own images of that SDK and system have a twin with the linker in it.</summary>
    /// <param name="sdk">Null: unknown.</param>
    /// <param name="system">As it ends a tag: empty for the default, or for example <c>-alpine</c>.</param>
    public static bool HasImage(InferenceVersion? sdk, string system)
        => sdk is not null
            && sdk.IsAtLeast(10, 0, 100)
            && (Systems.Contains(system, StringComparer.Ordinal) || Families.Any(family => system.StartsWith(family, StringComparison.Ordinal)));

    /// <param name="sdkImageTag">For example <c>10.0-alpine</c>.</param>
    /// <returns>Shell commands, which leave no package lists behind; none where the image has the linker.</returns>
    public static IReadOnlyList<string> Commands(string sdkImageTag) => $"{sdkImageTag}-".Contains(Ending + "-", StringComparison.Ordinal)
        ? []
        : SystemPackages.Install(
            sdkImageTag,
            apt: "clang zlib1g-dev",
            apk: "build-base clang zlib-dev",
            tdnf: "binutils clang gcc glibc-devel zlib-devel");
}
