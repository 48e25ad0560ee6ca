using System.IO.Compression;
using System.Text;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>How a registry that asks who you are is told, and that nobody else is.</summary>
public sealed class CredentialTests(HelloWeb web)
{
    /// <summary>Where a login may be found; each is set up by <see cref="LogInAsync"/>.</summary>
    public static TheoryData<string> Ways { get; } = [OldVariables, DockerFile, PodmanFile, Helper];

    private const string Variables = "DOTNET_CONTAINER_REGISTRY_UNAME and _PWORD";
    private const string OldVariables = "SDK_CONTAINER_REGISTRY_UNAME and _PWORD";
    private const string DockerFile = "DOCKER_CONFIG with auths";
    private const string PodmanFile = "REGISTRY_AUTH_FILE";
    private const string Helper = "credHelpers";

    [LabFact]
    public async Task Without_credentials_there_is_one_coded_line_and_no_tag()
    {
        var repository = TheLab.NewName("anonymous");

        var publication = await web.PublishAsync([.. HelloWeb.To(repository, TheLab.AuthRegistry), $"-p:ContainerizeBaseRegistry={TheLab.Registry}"]);

        await ShouldBeRefusedAsync(publication, repository);
    }

    [LabFact]
    public async Task Without_credentials_for_the_base_there_is_one_coded_line_and_no_tag()
    {
        var repository = TheLab.NewName("anonymous-base");

        var publication = await web.PublishAsync([.. HelloWeb.To(repository), $"-p:ContainerizeBaseRegistry={TheLab.AuthRegistry}"]);

        publication.Result.Errors.Select(error => error.Code).ShouldBe(["CTZ3004"], publication.Result.Text);
        using var registry = new RegistryContent(TheLab.Registry);
        (await registry.TagsAsync(repository)).ShouldBeEmpty();
    }

    [LabFact]
    public async Task A_wrong_password_is_one_coded_line_that_does_not_repeat_it()
    {
        const string wrong = "not-the-password-of-the-lab";
        var repository = TheLab.NewName("wrong");

        var publication = await web.PublishAsync(
            HelloWeb.To(repository, TheLab.AuthRegistry),
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["DOTNET_CONTAINER_REGISTRY_UNAME"] = TheLab.User, ["DOTNET_CONTAINER_REGISTRY_PWORD"] = wrong });

        await ShouldBeRefusedAsync(publication, repository);
        publication.Result.Text.ShouldNotContain(wrong);
    }

    [LabTheory]
    [MemberData(nameof(Ways))]
    public async Task A_login_is_found_and_left_nowhere(string way)
    {
        var repository = TheLab.NewName("login");
        using var login = TestWorkspace.Create();
        var environment = await LogInAsync(way, login);
        var binlog = login.PathOf("publish.binlog");

        var publication = await web.PublishAsync([.. HelloWeb.To(repository, TheLab.AuthRegistry), "-v:diag", $"-bl:{binlog}"], environment);

        publication.Image.References.ShouldBe([$"{TheLab.AuthRegistry}/{repository}:latest"]);
        using var registry = new RegistryContent(TheLab.AuthRegistry, loggedIn: true);
        (await registry.TagsAsync(repository)).ShouldBe(["latest"]);

        // A search that would find it: the binlog names the registry, which is as much part of the publish as the password.
        var recorded = await UncompressAsync(binlog);
        Mentions(recorded, TheLab.AuthRegistry).ShouldBeGreaterThan(0);
        MentionsOfSecrets(Encoding.UTF8.GetBytes(publication.Result.Text)).ShouldBe(0, "in the output");
        MentionsOfSecrets(recorded).ShouldBe(0, "in the binlog");
        FilesWithSecrets().ShouldBeEmpty();
    }

    /// <summary>
    /// MSBuild records every variable that begins with DOTNET_ in each binlog and at -v:diag, whatever is built (its
    /// EnvironmentUtilities.IsWellKnownEnvironmentDerivedProperty); we must add nothing to that.
    /// </summary>
    [LabFact]
    public async Task A_login_in_variables_of_dotnet_is_recorded_by_MSBuild_alone_and_not_in_what_people_read()
    {
        var repository = TheLab.NewName("variables");
        using var login = TestWorkspace.Create();
        var environment = await LogInAsync(Variables, login);
        var arguments = HelloWeb.To(repository, TheLab.AuthRegistry);

        var without = await web.PublishAsync([.. arguments, "-p:ContainerImage=false", "-v:diag", $"-bl:{login.PathOf("without.binlog")}"], environment);
        var with = await web.PublishAsync([.. arguments, "-v:diag", $"-bl:{login.PathOf("with.binlog")}"], environment);
        var readable = await web.PublishAsync([.. arguments, "-v:detailed"], environment);

        with.Image.References.ShouldBe([$"{TheLab.AuthRegistry}/{repository}:latest"]);
        without.Result.ShouldSucceed();
        MentionsOfSecrets(Encoding.UTF8.GetBytes(with.Result.Text)).ShouldBe(MentionsOfSecrets(Encoding.UTF8.GetBytes(without.Result.Text)));
        MentionsOfSecrets(await UncompressAsync(login.PathOf("with.binlog"))).ShouldBe(MentionsOfSecrets(await UncompressAsync(login.PathOf("without.binlog"))));
        MentionsOfSecrets(Encoding.UTF8.GetBytes(readable.Result.ShouldSucceed().Text)).ShouldBe(0);
        FilesWithSecrets().ShouldBeEmpty();
    }

    [LabFact]
    public async Task A_credential_helper_is_asked_for_the_registry_as_docker_asks()
    {
        using var login = TestWorkspace.Create();
        var environment = await LogInAsync(Helper, login);

        (await web.PublishAsync(HelloWeb.To(TheLab.NewName("helper"), TheLab.AuthRegistry), environment)).Result.ShouldSucceed();

        login.Read("questions").Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().ShouldBe([$"get {TheLab.AuthRegistry}"]);
    }

    private static async Task ShouldBeRefusedAsync(Publication publication, string repository)
    {
        publication.Result.ExitCode.ShouldNotBe(0);
        publication.Result.Errors.Select(error => error.Code).ShouldBe(["CTZ3004"], publication.Result.Text);
        using var registry = new RegistryContent(TheLab.AuthRegistry, loggedIn: true);
        (await registry.TagsAsync(repository)).ShouldBeEmpty();
    }

    /// <summary>Leaves a login in the way named.</summary>
    /// <returns>The environment that leads to it.</returns>
    private static async Task<Dictionary<string, string?>> LogInAsync(string way, TestWorkspace workspace)
    {
        var auths = $$"""{ "auths": { "{{TheLab.AuthRegistry}}": { "auth": "{{TheLab.EncodedLogin}}" } } }""";
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal);
        switch (way)
        {
            case OldVariables:
                environment["SDK_CONTAINER_REGISTRY_UNAME"] = TheLab.User;
                environment["SDK_CONTAINER_REGISTRY_PWORD"] = TheLab.Password;
                break;
            case Variables:
                environment["DOTNET_CONTAINER_REGISTRY_UNAME"] = TheLab.User;
                environment["DOTNET_CONTAINER_REGISTRY_PWORD"] = TheLab.Password;
                break;
            case DockerFile:
                workspace.Write("docker/config.json", auths);
                environment["DOCKER_CONFIG"] = workspace.PathOf("docker");
                break;
            case PodmanFile:
                workspace.Write("auth.json", auths);
                environment["REGISTRY_AUTH_FILE"] = workspace.PathOf("auth.json");
                break;
            case Helper:
                await WriteHelperAsync(workspace);
                workspace.Write("docker/config.json", $$"""{ "credHelpers": { "{{TheLab.AuthRegistry}}": "lab" } }""");
                environment["DOCKER_CONFIG"] = workspace.PathOf("docker");
                environment["PATH"] = $"{workspace.PathOf("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(way), way, "No such way.");
        }

        return environment;
    }

    /// <summary>docker's protocol: the verb as argument, the registry on standard input, the login as JSON on standard output.</summary>
    private static async Task WriteHelperAsync(TestWorkspace workspace)
    {
        workspace.Write("login.json", $$"""{ "ServerURL": "{{TheLab.AuthRegistry}}", "Username": "{{TheLab.User}}", "Secret": "{{TheLab.Password}}" }""");
        workspace.Write("bin/docker-credential-lab", $"""
            #!/bin/sh
            read -r registry
            echo "$1 $registry" >>'{workspace.PathOf("questions")}'
            cat '{workspace.PathOf("login.json")}'

            """);
        await Command.RunAsync("chmod", ["755", workspace.PathOf("bin/docker-credential-lab")]);
    }

    private static async Task<byte[]> UncompressAsync(string path)
    {
        await using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var content = new MemoryStream();
        await gzip.CopyToAsync(content, TestContext.Current.CancellationToken);
        return content.ToArray();
    }

    /// <summary>What the publish leaves behind: its intermediate files and its cache.</summary>
    private IEnumerable<string> FilesWithSecrets() => new[] { web.Sample.PathOf("obj"), web.Sample.Workspace.PathOf(".home/.cache") }
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        .Where(file => MentionsOfSecrets(File.ReadAllBytes(file)) > 0);

    private static int MentionsOfSecrets(byte[] content) => Mentions(content, TheLab.Password) + Mentions(content, TheLab.EncodedLogin);

    private static int Mentions(byte[] content, string text)
        => content.AsSpan().Count(Encoding.UTF8.GetBytes(text)) + content.AsSpan().Count(Encoding.Unicode.GetBytes(text));
}
