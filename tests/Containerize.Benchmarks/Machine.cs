using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Containerize.Benchmarks;

/// <summary>The machine that the figures are from.</summary>
internal sealed record Machine(int Cores, string Processor, double MemoryGigabytes, string OperatingSystem, string Sdk, string Load)
{
    public static Machine Describe() => new(
        Environment.ProcessorCount,
        Value("/proc/cpuinfo", "model name", ':'),
        double.Parse(Value("/proc/meminfo", "MemTotal", ':').Split(' ')[0], CultureInfo.InvariantCulture) / 1e6,
        $"{Value("/etc/os-release", "PRETTY_NAME", '=').Trim('"')} ({RuntimeInformation.OSArchitecture})",
        SdkVersion(),
        File.ReadAllText("/proc/loadavg").Split(' ')[0]);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Cores} cores of {Processor}, {MemoryGigabytes:0} GB memory, {OperatingSystem}, .NET SDK {Sdk}; load average {Load} when it began");

    private static string Value(string file, string name, char separator)
        => File.ReadLines(file)
            .Select(line => line.Split(separator, 2, StringSplitOptions.TrimEntries))
            .FirstOrDefault(pair => pair.Length == 2 && pair[0] == name)?[1] ?? "unknown";

    private static string SdkVersion()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        var version = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return version;
    }
}
