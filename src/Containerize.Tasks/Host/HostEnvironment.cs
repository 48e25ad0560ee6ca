namespace Containerize.Host;

/// <summary>What the process around us says: environment variables and home folder. Handed in, so that tests decide and nothing reads ambient state.</summary>
/// <param name="rootDirectory">Where the machine's own settings begin; a test's folder, or the real root.</param>
internal sealed class HostEnvironment(Func<string, string?> variable, string homeDirectory, string rootDirectory = "/")
{
    /// <summary>Absolute path of the user's home folder; empty where there is none (some service accounts).</summary>
    public string HomeDirectory { get; } = homeDirectory;

    /// <summary>What <c>/etc</c> lies in. Of no meaning on Windows.</summary>
    public string RootDirectory { get; } = rootDirectory;

    /// <summary>An environment variable's value; null when unset or empty.</summary>
    public string? this[string name] => variable(name) is { Length: > 0 } value ? value : null;

    /// <summary>The real thing.</summary>
    public static HostEnvironment OfProcess(Func<string, string?> variable)
    {
        var home = variable(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME");
        return new HostEnvironment(
            variable,
            string.IsNullOrEmpty(home) ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) : home);
    }
}
