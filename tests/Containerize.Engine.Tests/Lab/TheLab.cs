using System.Text;
using Xunit;

namespace Containerize.Tests.Engine.Lab;

/// <summary>The real servers that <c>build/lab</c> brings up, as its environment variables tell of them.</summary>
public static class TheLab
{
    public const string HowToGetIt = "needs real registries and engines: run build/test.sh, which brings the lab";

    /// <summary>Then every test has to run, and a tool that is missing is a failure.</summary>
    public static bool IsUp { get; } = System.Environment.GetEnvironmentVariable("CONTAINERIZE_LAB") == "1";

    /// <summary>Holds the base images and takes pushes from anyone.</summary>
    public static string Registry => Variable("CONTAINERIZE_LAB_REGISTRY");

    /// <summary>Holds the base images too, and asks who you are.</summary>
    public static string AuthRegistry => Variable("CONTAINERIZE_LAB_AUTH_REGISTRY");

    public static string User => Variable("CONTAINERIZE_LAB_AUTH_USER");

    public static string Password => Variable("CONTAINERIZE_LAB_AUTH_PASSWORD");

    /// <summary>User and password as HTTP and docker's configuration carry them.</summary>
    public static string EncodedLogin => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));

    /// <summary>The client of the package that the engine is from.</summary>
    public static string Docker => Variable("CONTAINERIZE_LAB_DOCKER");

    public static string DockerHost => Variable("CONTAINERIZE_LAB_DOCKER_HOST");

    /// <summary>What a program needs to find the lab's Docker Engine, and no other, by itself.</summary>
    public static Dictionary<string, string?> DockerEnvironment => new(StringComparer.Ordinal)
    {
        ["DOCKER_HOST"] = DockerHost,
        ["PATH"] = SearchPathFrom(Path.GetDirectoryName(Docker)!),
    };

    /// <summary>Folder of the newer engines' programs.</summary>
    public static string NewPrograms => Newer("CONTAINERIZE_LAB_MODERN");

    /// <summary>Where Docker with containerd's image store listens.</summary>
    public static string NewDockerHost => Newer("CONTAINERIZE_LAB_MODERN_DOCKER_HOST");

    /// <summary>What a program needs to use the lab's podman storage: test workspaces start without it.</summary>
    public static Dictionary<string, string?> PodmanEnvironment => new[] { "CONTAINERS_CONF", "CONTAINERS_STORAGE_CONF", "CONTAINERS_REGISTRIES_CONF" }
        .ToDictionary(name => name, name => (string?)Variable(name), StringComparer.Ordinal);

    /// <summary>Where nobody listens.</summary>
    public static string DeadDockerHost => "unix:///nonexistent/docker.sock";

    /// <summary>A repository or image name that no other run has used: the lab may have seen others.</summary>
    public static string NewName(string purpose) => $"engine-tests/{purpose}-{Guid.NewGuid():N}";

    /// <summary>One of the newer engines or referees.</summary>
    public static string NewProgram(string name) => Path.Join(NewPrograms, name);

    /// <summary>The tests' own PATH, with a folder before it.</summary>
    public static string SearchPathFrom(string folder) => $"{folder}:{System.Environment.GetEnvironmentVariable("PATH")}";

    /// <summary>Skips the test where this machine's mirror serves no newer engines, unless the lab has to be complete.</summary>
    private static string Newer(string name)
    {
        Assert.SkipWhen(
            System.Environment.GetEnvironmentVariable("CONTAINERIZE_LAB_MODERN_MISSING") is { Length: > 0 } && System.Environment.GetEnvironmentVariable("CONTAINERIZE_LAB_COMPLETE") != "1",
            $"needs newer engines, which the lab has not: {System.Environment.GetEnvironmentVariable("CONTAINERIZE_LAB_MODERN_MISSING")}");
        return Variable(name);
    }

    private static string Variable(string name)
        => System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : throw new InvalidOperationException($"{name} is not set: this {HowToGetIt}.");
}
