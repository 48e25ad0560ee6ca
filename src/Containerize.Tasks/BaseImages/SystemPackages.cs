namespace Containerize.BaseImages;

/// <summary>Commands that install packages with the package manager of an SDK image's system, and leave no package lists behind.</summary>
internal static class SystemPackages
{
    /// <param name="sdkImageTag">For example <c>10.0-alpine</c>.</param>
    /// <param name="apt">Names in Debian and Ubuntu.</param>
    /// <param name="apk">Names in Alpine.</param>
    /// <param name="tdnf">Names in Azure Linux.</param>
    /// <returns>Shell commands.</returns>
    public static IReadOnlyList<string> Install(string sdkImageTag, string apt, string apk, string tdnf) => sdkImageTag switch
    {
        _ when sdkImageTag.Contains("alpine", StringComparison.Ordinal) => [$"apk add --no-cache {apk}"],
        _ when sdkImageTag.Contains("azurelinux", StringComparison.Ordinal) => [$"tdnf install -y {tdnf}", "tdnf clean all"],
        _ => ["apt-get update", $"apt-get install -y --no-install-recommends {apt}", "rm -rf /var/lib/apt/lists/*"],
    };
}
