using Containerize.Host;

namespace Containerize.Tests.Engines;

/// <summary>A folder of scripts that are found as programs by their names, and keep each call's arguments.</summary>
internal sealed class FakePrograms(TemporaryFolder folder)
{
    private string Calls => folder.At("calls");

    /// <summary>A machine whose PATH has these programs, and nothing else is searched.</summary>
    public HostEnvironment Host => new(name => name == "PATH" ? folder.At("bin") : null, folder.At("home"), folder.At("machine"));

    /// <summary>The calls' arguments, a line each, with bars between them.</summary>
    public IReadOnlyList<string> ReadCalls() => File.Exists(Calls) ? File.ReadAllLines(Calls) : [];

    /// <param name="script">Of /bin/sh; the program's arguments are in <c>$@</c>.</param>
    public void Add(string name, string script)
    {
        var program = folder.Write($"bin/{name}", $"#!/bin/sh\n(IFS='|'; echo \"$*\") >> '{Calls}'\nPATH=/usr/bin:/bin\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }
}
