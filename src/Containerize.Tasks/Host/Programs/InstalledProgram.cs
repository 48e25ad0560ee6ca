namespace Containerize.Host.Programs;

/// <summary>
/// Finds the program of an engine, or a helper of one, where people have it: on PATH, else in the folders that engines are installed into. What is
/// started from a desktop, an IDE above all, does not have the PATH of its user's terminal.
/// </summary>
internal static class InstalledProgram
{
    /// <param name="name">Without folder or ending.</param>
    /// <returns>An absolute path; null when there is none.</returns>
    public static string? Find(string name, HostEnvironment host)
        => ProgramPath.Find(name, host["PATH"], host["PATHEXT"]) ?? ProgramPath.Find(name, string.Join(Path.PathSeparator, ListFolders(host)), host["PATHEXT"]);

    /// <summary>In the order in which they are searched; none has to exist. A PATH without <c>/usr/bin</c> is somebody's will, and stays without it.</summary>
    internal static IEnumerable<string> ListFolders(HostEnvironment host)
    {
        if (OperatingSystem.IsWindows())
        {
            return ListWindowsFolders(host).OfType<string>();
        }

        var root = host.RootDirectory;
        string[] machine = OperatingSystem.IsMacOS()
            ?
            [
                "usr/local/bin", "opt/homebrew/bin", "opt/podman/bin", "opt/local/bin", "Applications/Docker.app/Contents/Resources/bin",
                "Applications/OrbStack.app/Contents/MacOS/xbin", "Applications/Finch/bin",
            ]
            : ["usr/local/bin", "snap/bin", "opt/docker-desktop/bin", "home/linuxbrew/.linuxbrew/bin"];
        string[] own = [".docker/bin", ".rd/bin", ".orbstack/bin", ".local/bin", "bin"];
        return own.Select(folder => Below(host.HomeDirectory, folder)).OfType<string>().Concat(machine.Select(folder => Path.Join(root, folder)));
    }

    private static string?[] ListWindowsFolders(HostEnvironment host) =>
    [
        Below(host["ProgramFiles"], @"Docker\Docker\resources\bin"),
        Below(host["LOCALAPPDATA"], @"Programs\DockerDesktop\resources\bin"),
        Below(host["ProgramFiles"], @"RedHat\Podman"),
        Below(host["LOCALAPPDATA"], @"Programs\Podman"),
        Below(host["ProgramFiles"], @"Rancher Desktop\resources\resources\win32\bin"),
        Below(host["LOCALAPPDATA"], @"Programs\Rancher Desktop\resources\resources\win32\bin"),
        Below(host["ProgramFiles"], @"Finch\bin"),
        Below(host["ProgramFiles"], "Docker"),
        Below(host.HomeDirectory, @".rd\bin"),
    ];

    private static string? Below(string? folder, string path) => string.IsNullOrEmpty(folder) ? null : Path.Join(folder, path);
}
