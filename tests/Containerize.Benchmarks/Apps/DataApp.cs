using System.Diagnostics;

namespace Containerize.Benchmarks.Apps;

/// <summary>A console program that is small beside the files published with it.</summary>
/// <param name="writeData">Fills an empty folder with the same files every time.</param>
internal sealed class DataApp(string name, string description, Action<string> writeData) : IApp
{
    /// <summary>2000 text files of 20 kB and 24 files of 40 MB whose every second 64 kB is noise: 1 GB.</summary>
    public static DataApp Large { get; } = new("large", "a console program with 2000 files of 20 kB and 24 of 40 MB, half of it noise: 1 GB", folder =>
    {
        DataFiles.WriteTexts(Path.Combine(folder, "texts"), count: 2000, size: 20_000);
        DataFiles.WriteHalfNoise(Path.Combine(folder, "blobs"), count: 24, size: 40_000_000);
    });

    /// <summary>20 000 text files of 1 kB.</summary>
    public static DataApp Many { get; } = new("many", "a console program with 20 000 files of 1 kB", folder
        => DataFiles.WriteTexts(folder, count: 20_000, size: 1_000));

    public string Description => description;

    public AppProject Write(string folder, string sharedFolder)
    {
        var data = Path.Combine(sharedFolder, name);
        if (!Directory.Exists(data))
        {
            writeData(data);
        }

        Directory.CreateDirectory(folder);
        LinkAll(data, Path.Combine(folder, "data"));
        File.WriteAllText(Path.Combine(folder, "Program.cs"), "System.Console.WriteLine(\"Hello\");\n");
        var projectFile = Path.Combine(folder, "DataApp.csproj");
        File.WriteAllText(projectFile, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <None Update="data/**" CopyToPublishDirectory="PreserveNewest" />
              </ItemGroup>
            </Project>
            """);
        return new AppProject(projectFile);
    }

    /// <summary>
    /// Hard links: no gigabyte for each contender, and files of the project for a builder, whose context holds no symbolic link's target. As linked
    /// items each file would be a line of the Dockerfile, and BuildKit refuses a context of 20 000 paths.
    /// </summary>
    private static void LinkAll(string from, string to)
    {
        using var process = Process.Start("cp", ["-rl", from, to]);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new BenchmarkException($"{from} could not be linked to {to}.");
        }
    }
}
