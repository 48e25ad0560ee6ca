namespace Containerize.BaseImages;

/// <summary>
/// What NativeAOT needs to link, by the package manager of the SDK image's system (learn.microsoft.com, "Native AOT deployment", prerequisites).
/// </summary>
internal static class NativeToolchain
{
    /// <param name="sdkImageTag">For example <c>10.0-alpine</c>.</param>
    /// <returns>Shell commands, which leave no package lists behind.</returns>
    public static IReadOnlyList<string> Commands(string sdkImageTag) => sdkImageTag switch
    {
        _ when sdkImageTag.Contains("alpine", StringComparison.Ordinal) => ["apk add --no-cache build-base clang zlib-dev"],
        _ when sdkImageTag.Contains("azurelinux", StringComparison.Ordinal) => ["tdnf install -y binutils clang gcc glibc-devel zlib-devel", "tdnf clean all"],
        _ => ["apt-get update", "apt-get install -y --no-install-recommends clang zlib1g-dev", "rm -rf /var/lib/apt/lists/*"],
    };
}
