using Containerize.Tests.Engine.Lab;

namespace Containerize.Tests.Engine.Building;

/// <summary>What a publish says that leaves making the image to one of the lab's builders (ContainerizeBuilder).</summary>
internal static class BuilderPublish
{
    /// <summary>In which the builder is the one that is found by its name.</summary>
    public static Dictionary<string, string?> EnvironmentOf(string builder) => builder switch
    {
        "Docker 28" => LabEngine.Named(LabEngine.Docker28).Environment,
        "buildah 1.43" => LabEngine.Named(LabEngine.Podman5).Environment,
        _ => TheLab.DockerEnvironment,
    };

    /// <summary>Properties.</summary>
    public static string[] With(string builder) => builder is "docker" or "Docker 28"
        ? ["-p:ContainerizeBuilder=docker", "-p:ContainerizeBuilderArguments=--network=host"]
        : ["-p:ContainerizeBuilder=buildah", "-p:ContainerizeBuilderArguments=\"--isolation;chroot;--tls-verify=false\""];
}
