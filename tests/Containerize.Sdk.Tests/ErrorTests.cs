using System.Net;
using System.Net.Sockets;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Faults;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A program that is built, and then only fails to be published.</summary>
public sealed class BuiltProgram : IAsyncLifetime
{
    public Publisher Publisher { get; private set; } = null!;

    public ProjectCreator Project { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Publisher = await Publisher.StartAsync();
        Project = Publisher.Workspace.Console().ByReference()
            .ItemInclude("ContainerPort", "$(OnePort)", condition: "'$(OnePort)' != ''")
            .ItemInclude("ContainerEnvironmentVariable", "$(OneVariable)", condition: "'$(OneVariable)' != ''");
        (await Project.TryBuildAsync(TestContext.Current.CancellationToken, "-c", "Release")).ShouldSucceed();
    }

    public ValueTask DisposeAsync() => Publisher.DisposeAsync();
}

/// <summary>Whatever goes wrong is one line with a code, and leaves nothing behind.</summary>
public sealed class ErrorTests(BuiltProgram program) : IClassFixture<BuiltProgram>
{
    [Theory]
    [InlineData("CTZ1101", "-p:ContainerRegistry=https://registry.example")]
    [InlineData("CTZ1102", "-p:ContainerRepository=Not/Valid")]
    [InlineData("CTZ1103", "-p:ContainerImageTag=-not-valid")]
    [InlineData("CTZ1104", "-p:ContainerBaseImage=not a reference")]
    [InlineData("CTZ1105", "-p:OnePort=70000")]
    [InlineData("CTZ1106", "-p:OneVariable=1NOT-VALID")]
    [InlineData("CTZ1108", "-p:ContainerWorkingDirectory=relative")]
    [InlineData("CTZ1109", "-p:ContainerRuntimeIdentifier=linux-vax")]
    [InlineData("CTZ1111", "-p:ContainerImageFormat=Tape")]
    [InlineData("CTZ2001", "-p:ContainerFamily=missing")]
    public Task What_is_written_wrongly_is_one_error(string code, string argument) => ShouldFailAsync(code, argument);

    [Fact]
    public async Task A_registry_that_nobody_answers_for_is_one_error()
    {
        // Bound and never listening: nobody else gets the port, and nobody answers on it.
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        await ShouldFailAsync("CTZ3001", $"-p:ContainerRegistry=127.0.0.1:{((IPEndPoint)silent.LocalEndPoint!).Port}");
    }

    [Fact]
    public async Task A_registry_that_speaks_plain_HTTP_and_was_not_declared_insecure_is_one_error()
    {
        // The machine's own name looks like any other host's, so HTTPS is what must be asked for.
        var name = Dns.GetHostName();
        var address = Array.Find(await Dns.GetHostAddressesAsync(name, AddressFamily.InterNetwork, TestContext.Current.CancellationToken), IPAddress.IsLoopback);
        Assert.SkipWhen(address is null, $"The name of this machine, {name}, does not lead to a loopback address.");
        await using var plain = await InProcessRegistry.StartAsync(new RegistryOptions { Address = address }, TestContext.Current.CancellationToken);

        var error = await ShouldFailAsync("CTZ3002", $"-p:ContainerRegistry={name}:{plain.Url.Port}");

        error.Text.ShouldContain("ContainerizeInsecureRegistry");
        // To find out that plain HTTP is spoken there it may be tried, but nothing may be told.
        plain.Requests.All.ShouldAllBe(r => r.Method == "GET" && r.PathAndQuery == "/v2/" && !r.SentAuthorization);
    }

    [Fact]
    public async Task A_registry_that_refuses_the_manifest_is_one_error()
    {
        program.Publisher.Registry.Faults.On("PUT", "/v2/refused/manifests/*").Respond(
            400, new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Type"] = "application/json" }, """{"errors":[{"code":"MANIFEST_INVALID","message":"no such luck"}]}""");

        var error = await ShouldFailAsync("CTZ3006", "-p:ContainerRepository=refused");

        error.Text.ShouldContain("no such luck");
        program.Publisher.Registry.Store.Tags("refused").ShouldBeEmpty();
    }

    private async Task<BuildMessage> ShouldFailAsync(string code, string argument)
    {
        var publisher = program.Publisher;

        var result = await publisher.PublishAsync(program.Project, "--no-build", argument);

        result.ExitCode.ShouldNotBe(0, result.Text);
        var error = result.Errors.ShouldHaveSingleItem(result.Text);
        error.Code.ShouldBe(code, result.Text);
        error.Line.ShouldContain("App.csproj");
        result.Lines.ShouldNotContain(line => line.StartsWith("   at ", StringComparison.Ordinal));
        result.Text.ShouldNotContain("MSB4018");
        result.Text.ShouldNotContain("Exception");
        publisher.Registry.Store.Tags("app").ShouldBeEmpty();
        publisher.Workspace.FilesBelow(".home/.cache/containerize").ShouldNotContain(file => Path.GetFileName(file).StartsWith(".tmp", StringComparison.Ordinal));
        publisher.Workspace.FilesBelow("App/obj").ShouldNotContain(file => file.EndsWith("image.json", StringComparison.Ordinal));
        return error;
    }
}
