using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Containerize.TestKit.Documentation;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>docs/guide.md, typed as it stands, lesson after lesson, in a folder where the package can be found.</summary>
public sealed class GuideTests
{
    private const string Project = "Greeter";

    [LabFact]
    public async Task Every_command_does_what_the_guide_says()
    {
        // Where a builder can have the package too.
        using var workspace = TestWorkspace.Create().WithPackageInside(Project);
        // What lies above a test's folder would be part of the build.
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            workspace.Write(Path.Join(Project, name), "<Project />");
        }

        var environment = workspace.Environment;
        environment["DOCKER_BUILDKIT"] = "1"; // as Docker has it since 23.0
        foreach (var (name, value) in TheLab.DockerEnvironment.Append(new("ContainerizeBaseRegistry", TheLab.Registry)).Append(new("ContainerizeSdkImage", $"{TheLab.Registry}/dotnet/sdk:10.0")))
        {
            environment[name] = value;
        }

        var port = FindPort().ToString(CultureInfo.InvariantCulture);
        var folder = workspace.Root;
        try
        {
            foreach (var lesson in GuidePage.Lessons)
            {
                var said = await Command.TryRunAsync("bash", ["-euo", "pipefail", "-c", $"exec 2>&1\n{InLab(lesson.Commands, port)}"], folder, environment);

                said.ExitCode.ShouldBe(0, $"{lesson}: {said.Output}");
                foreach (var line in lesson.Expected)
                {
                    Regex.IsMatch(said.Output, Pattern(InLab(line, port)), RegexOptions.Multiline).ShouldBeTrue($"{lesson}: '{line}' is not in{Environment.NewLine}{said.Output}");
                }

                // The first lesson goes there.
                folder = workspace.PathOf(Project);
            }
        }
        finally
        {
            await Command.TryRunAsync("bash", ["-c", "docker rm -f greeter; docker images -q greeter | xargs -r docker rmi -f"], environment: environment);
        }
    }

    /// <summary>The lab has registries on other ports, one SDK image, and engines without networks of their own.</summary>
    private static string InLab(string text, string port) => text
        .Replace("localhost:5000", TheLab.Registry, StringComparison.Ordinal)
        .Replace("localhost:8080", $"localhost:{port}", StringComparison.Ordinal)
        .Replace(" -p 8080:8080", $" -e ASPNETCORE_HTTP_PORTS={port}", StringComparison.Ordinal)
        .Replace("docker run ", "docker run --network=host ", StringComparison.Ordinal)
        .Replace("docker build ", "docker build --network=host ", StringComparison.Ordinal);

    private static string Pattern(string line) => string.Join(".*", line.Split('…').Select(part => Regex.Escape(part.Trim())));

    private static int FindPort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
