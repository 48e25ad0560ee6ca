using System.Text.Json.Nodes;
using Xunit;

namespace Containerize.Tests.Engine.Lab;

/// <summary>One of the lab's engines, old or new: what holds of one has to hold of all.</summary>
internal sealed class LabEngine
{
    public const string Docker20 = "Docker 20.10";
    public const string Docker28 = "Docker 28 on containerd's store";
    public const string Podman4 = "podman 4.3";
    public const string Podman5 = "podman 5";

    private readonly string name;
    private readonly string program;

    private LabEngine(string name, string program)
    {
        this.name = name;
        this.program = program;
    }

    public static TheoryData<string> All { get; } = new(Docker20, Docker28, Podman4, Podman5);

    public bool IsDocker => name is Docker20 or Docker28;

    public bool IsNew => name is Docker28 or Podman5;

    /// <summary>Whether a name of its store can lead to several platforms.</summary>
    public bool TakesIndexes => name != Docker20;

    /// <summary>Absolute path, or a name on the PATH of the tests.</summary>
    public string Program => program;

    /// <summary>Where docker listens.</summary>
    public string DockerHost => IsNew ? TheLab.NewDockerHost : TheLab.DockerHost;

    /// <summary>As LocalRegistry names it, and the result file.</summary>
    public string LocalRegistry => IsDocker ? "docker" : "podman";

    /// <summary>What a publish needs to find this engine by that name.</summary>
    public Dictionary<string, string?> Environment => name switch
    {
        Docker20 => TheLab.DockerEnvironment,
        Docker28 => new(StringComparer.Ordinal) { ["DOCKER_HOST"] = DockerHost, ["PATH"] = TheLab.SearchPathFrom(TheLab.NewPrograms) },
        Podman4 => new(TheLab.PodmanEnvironment, StringComparer.Ordinal) { ["DOCKER_HOST"] = TheLab.DeadDockerHost },
        _ => new(StringComparer.Ordinal) { ["DOCKER_HOST"] = TheLab.DeadDockerHost, ["PATH"] = TheLab.SearchPathFrom(TheLab.NewPrograms) },
    };

    /// <summary>Skips the test where the lab has no newer engines.</summary>
    public static LabEngine Named(string name) => name switch
    {
        Docker20 => new(name, TheLab.Docker),
        Podman4 => new(name, "podman"),
        Docker28 => new(name, TheLab.NewProgram("docker")),
        Podman5 => new(name, TheLab.NewProgram("podman")),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No engine of the lab."),
    };

    public override string ToString() => name;

    /// <returns>Standard output.</returns>
    public Task<string> RunAsync(params IEnumerable<string> arguments) => Command.RunAsync(program, [.. Host, .. arguments]);

    public Task<CommandResult> TryRunAsync(params IEnumerable<string> arguments) => Command.TryRunAsync(program, [.. Host, .. arguments]);

    /// <summary>Runs a program to its end in a new container.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> RunImageAsync(string image, params IEnumerable<string> arguments)
        => (await RunAsync(["run", "--rm", "--network=host", "--pull=never", image, .. arguments])).Trim();

    /// <returns>Null: there is none of that name.</returns>
    public async Task<JsonObject?> ImageAsync(string reference)
    {
        var result = await TryRunAsync("image", "inspect", reference);
        return result.ExitCode == 0 ? JsonNode.Parse(result.Output)!.AsArray()[0]!.AsObject() : null;
    }

    /// <summary>Architectures of the images that a name leads to.</summary>
    public async Task<string[]> ArchitecturesAsync(string reference)
    {
        if (!IsDocker)
        {
            var list = JsonNode.Parse(await RunAsync("manifest", "inspect", reference))!;
            return [.. list["manifests"]!.AsArray().Select(entry => (string)entry!["platform"]!["architecture"]!)];
        }

        var found = new List<string>();
        foreach (var architecture in (string[])["amd64", "arm64"])
        {
            string[] platform = TakesIndexes ? ["--platform", "linux/" + architecture] : [];
            var result = await TryRunAsync(["image", "inspect", .. platform, "--format", "{{.Architecture}}", reference]);
            if (result.ExitCode == 0 && result.Output.Trim() == architecture)
            {
                found.Add(architecture);
            }
        }

        return [.. found];
    }

    private string[] Host => IsDocker ? ["--host", DockerHost] : [];
}
