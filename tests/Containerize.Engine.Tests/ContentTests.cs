using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>What a container of the image can do with the files and folders that the project gave it.</summary>
public sealed class ContentTests
{
    /// <summary>Tries to make a file in each folder.</summary>
    private const string Program = """
        foreach (var folder in args)
        {
            string outcome;
            try
            {
                System.IO.File.WriteAllText(folder + "/probe", "x");
                outcome = "written";
            }
            catch (System.Exception e)
            {
                outcome = e.GetType().Name;
            }

            System.Console.WriteLine(folder + " " + outcome);
        }

        System.Console.WriteLine(System.IO.File.ReadAllText("/usr/local/share/ca-certificates/root.crt"));
        """;

    [LabFact]
    public async Task The_user_writes_to_its_volume_and_its_folders_and_nowhere_else()
    {
        using var workspace = TestWorkspace.Create("w").WithPackage();
        var project = workspace.Console().ItemPackageReference(PackedPackage.Name, PackedPackage.Version)
            .File("Program.cs", Program)
            .File("root.crt", "authority")
            .File("pages/one.txt", "1")
            .ItemInclude("Content", "pages/one.txt", metadata: Metadata("CopyToPublishDirectory=PreserveNewest"))
            .ItemInclude("ContainerVolume", "/data")
            .ItemInclude("ContainerDirectory", "/var/lib/shop;uploads")
            .ItemInclude("ContainerContent", "root.crt", metadata: Metadata("TargetPath=/usr/local/share/ca-certificates/"));

        var repository = TheLab.NewName("content");
        (await project.TryPublishAsync(
            TestContext.Current.CancellationToken,
            ["-p:ContainerImage=true", $"-p:ContainerRegistry={TheLab.Registry}", $"-p:ContainerizeBaseRegistry={TheLab.Registry}", $"-p:ContainerRepository={repository}"])).ShouldSucceed();

        var said = await Docker.RunImageAsync(
            $"{TheLab.Registry}/{repository}:latest", "/data", "/var/lib/shop", "/app/uploads", "/app", "/app/pages", "/usr/local/share/ca-certificates");
        said.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
        [
            "/data written",
            "/var/lib/shop written",
            "/app/uploads written",
            "/app UnauthorizedAccessException",
            "/app/pages UnauthorizedAccessException",
            "/usr/local/share/ca-certificates UnauthorizedAccessException",
            "authority",
        ]);
    }

    private static Dictionary<string, string> Metadata(string pair) => new(StringComparer.Ordinal) { [pair.Split('=')[0]] = pair.Split('=')[1] };
}
