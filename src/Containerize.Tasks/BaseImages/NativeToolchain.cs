namespace Containerize.BaseImages;

/// <summary>
/// What NativeAOT needs to link, by the package manager of the SDK image's system (learn.microsoft.com, "Native AOT deployment", prerequisites).
/// </summary>
internal static class NativeToolchain
{
    /// <param name="sdkImageTag">For example <c>10.0-alpine</c>.</param>
    /// <returns>Shell commands, which leave no package lists behind.</returns>
    public static IReadOnlyList<string> Commands(string sdkImageTag) => SystemPackages.Install(
        sdkImageTag,
        apt: "clang zlib1g-dev",
        apk: "build-base clang zlib-dev",
        tdnf: "binutils clang gcc glibc-devel zlib-devel");
}
