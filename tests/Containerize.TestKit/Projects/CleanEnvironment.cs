namespace Containerize.TestKit.Projects;

/// <summary>The environment of a program under test: this process's, less everything that would decide a test's outcome.</summary>
internal static class CleanEnvironment
{
    /// <summary>Variables that steer builds: those of CI systems, of the MSBuild or test platform that started us, of container tools; MSBuild makes a property of each.</summary>
    private static readonly string[] Prefixes =
    [
        "BITBUCKET_", "BUILD_", "BUILDKITE", "CI_", "CIRCLE", "CONTAINER", "DOCKER_", "DOTNET_CONTAINER_", "DOTNET_CLI_CONTEXT_", "GIT_",
        "GITHUB_", "GITLAB_", "JENKINS_", "MSBUILD", "SDK_CONTAINER_", "SYSTEM_", "TEAMCITY_", "TESTINGPLATFORM_", "TF_BUILD", "TRAVIS", "XDG_",
    ];

    private static readonly string[] Names =
    [
        "APPVEYOR", "CI", "CONFIGURATION", "DOTNET_HOST_PATH", "NUGET_PACKAGES", "PLATFORM", "REGISTRY_AUTH_FILE", "SOURCE_DATE_EPOCH", "VERSION",
    ];

    public static void Apply(IDictionary<string, string?> environment, string home)
    {
        foreach (var name in environment.Keys.Where(Decides).ToList())
        {
            environment.Remove(name);
        }

        environment["HOME"] = home;
        environment["DOTNET_CLI_HOME"] = home;
        environment["USERPROFILE"] = OperatingSystem.IsWindows() ? home : null;
        environment["NUGET_PACKAGES"] = PackedPackage.GlobalPackages;
        environment["NUGET_HTTP_CACHE_PATH"] = PackedPackage.HttpCache;
        environment["DOTNET_NOLOGO"] = "1";
        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        environment["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "false";
        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        environment["DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE"] = "true";
        // No process outlives its test, but for those that outlive no run: the compiler's server, and MSBuild's where a test asks for it.
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        CompilerServer.Share(environment);
        // Processes that live for seconds never get back what it costs to count their calls.
        environment["DOTNET_TieredPGO"] = "0";
        // Milliseconds of quiet before anything is compiled better: a command is over by then, which spares it a seventh of its work.
        environment["DOTNET_TC_CallCountingDelayMs"] = "10000";
    }

    private static bool Decides(string name)
        => Names.Contains(name, StringComparer.OrdinalIgnoreCase) || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
