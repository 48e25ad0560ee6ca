using Containerize.Diagnostics;
using Containerize.Registries;
using Containerize.Registries.Credentials;
using Containerize.TestKit;
using Containerize.TestKit.Registry.Auth;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Registries.Credentials;

/// <summary>Helper programs that do not do what they should, and what a publish makes of it.</summary>
public sealed class CredentialHelperTests : IDisposable
{
    private const string Password = "correct horse battery staple";

    private readonly TemporaryFolder folder = new();

    public CredentialHelperTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the helpers are shell scripts");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("/bin/sh")]
    [InlineData("../evil")]
    [InlineData("a b")]
    [InlineData("..\\evil")]
    public async Task One_with_a_path_for_a_name_is_not_run(string suffix)
        => (await CredentialHelper.AskAsync(suffix, "ghcr.io", TestHosts.Of(), TimeSpan.FromSeconds(30), Cancellation)).Trouble.ShouldBe("its name is not one of a program on PATH");

    [Fact]
    public async Task One_that_is_not_installed_is_no_answer()
        => (await CredentialHelper.AskAsync("no-such-helper-here", "ghcr.io", TestHosts.Of(), TimeSpan.FromSeconds(30), Cancellation)).Trouble.ShouldBe("it is not on PATH");

    [RanInto("a credential helper that is missing or broken", "credsStore names a program that is gone, hangs, dies, prints something else or speaks another language", "a warning; then the next source, then anonymous; if the registry refuses, the error names the helper and what it did")]
    [Theory]
    [InlineData("echo 'Das Element wurde im Schlüsselbund nicht gefunden.'; exit 1", "it ended with exit code 1")]
    [InlineData("echo 'exit status 44' >&2; exit 44", "it ended with exit code 44")]
    [InlineData("kill -9 $$", "it ended with exit code 137")]
    [InlineData("echo garbage-of-the-helper", "its answer is not what helpers answer")]
    [InlineData("true", "its answer is not what helpers answer")]
    [InlineData("echo '[]'", "its answer is not what helpers answer")]
    [InlineData("echo '{\"Username\":5,\"Secret\":{}}'", "its answer is not what helpers answer")]
    [InlineData("echo '{\"Username\":\"me\",\"Secret\":\"\"}'", "its answer has a user name and no secret")]
    [InlineData("exec sleep 1000", "it did not answer within")]
    [InlineData("yes garbage-of-the-helper", "it ended with exit code 137")]
    [InlineData("yes garbage-of-the-helper >&2", "it did not answer within")]
    [InlineData(null, "it is not on PATH")]
    public async Task One_that_fails_is_passed_over_with_a_warning_that_says_what_it_did(string? script, string expected)
    {
        var (program, suffix) = Helper(script);

        var (search, log) = await FindAsync($$"""{ "credsStore": "{{suffix}}", "auths": { "ghcr.io": { "auth": "bWU6cGFzcw==" } } }""", limit: expected.StartsWith("it did not answer", StringComparison.Ordinal) ? 1 : 60);

        search.Found.ShouldNotBeNull().UserName.ShouldBe("me");
        var warning = log.Lines.Single(line => line.Contains("CTZ3008", StringComparison.Ordinal));
        warning.ShouldContain(Path.GetFileName(program));
        warning.ShouldContain(expected);
        warning.ShouldContain("Passed over");
        log.Lines.ShouldAllBe(line => !line.Contains("garbage-of-the-helper", StringComparison.Ordinal) && !line.Contains("Schlüsselbund", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_is_no_program_is_said_to_be_that()
    {
        Helper("exit 0");
        File.WriteAllText(folder.At("bin/docker-credential-of-the-test"), "\0\0\0\0");

        var (search, _) = await FindAsync("""{"credsStore":"of-the-test"}""");

        search.Misses.ShouldHaveSingleItem().What.ShouldContain("it is no program that runs here");
    }

    [Theory]
    [InlineData("echo 'credentials not found in native keychain'; exit 1")]
    [InlineData("echo '{\"ServerURL\":\"\",\"Username\":\"\",\"Secret\":\"\"}'")]
    [InlineData("echo '{}'")]
    public async Task One_that_knows_nothing_is_no_trouble(string script)
    {
        var (_, suffix) = Helper(script);

        var (search, log) = await FindAsync($$"""{"credsStore":"{{suffix}}"}""");

        search.Found.ShouldBeNull();
        search.Misses.ShouldBeEmpty();
        log.Lines.ShouldAllBe(line => !line.Contains("CTZ3008", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_is_started_once_however_often_it_is_needed()
    {
        var (_, suffix) = Helper($"echo started >>'{folder.At("starts")}'; exit 1");
        folder.Write("docker/config.json", $$"""{"credsStore":"{{suffix}}"}""");
        var log = new RecordingLog();
        var source = Source(log);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => source.FindAsync("ghcr.io", $"acme/{i}", RegistryAccess.Pull, Cancellation)));

        File.ReadAllLines(folder.At("starts")).ShouldHaveSingleItem();
        log.Lines.Count(line => line.Contains("CTZ3008", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task One_that_hangs_is_not_asked_for_another_registry()
    {
        var (_, suffix) = Helper($"echo started >>'{folder.At("starts")}'; exec sleep 1000");
        folder.Write("docker/config.json", $$"""{"credsStore":"{{suffix}}"}""");
        var source = Source(new RecordingLog(), limit: 1);

        await source.FindAsync("ghcr.io", "acme/shop", RegistryAccess.Pull, Cancellation);
        await source.FindAsync("quay.io", "acme/shop", RegistryAccess.Pull, Cancellation);

        File.ReadAllLines(folder.At("starts")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_registry_that_lets_everyone_in_does_not_miss_it()
    {
        await using var bench = await PublishBench.StartAsync();
        UseHelper(bench, "gone-helper");

        await bench.PublishAsync();
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("bearer")]
    public async Task Where_the_registry_refuses_in_the_end_the_error_names_it(string scheme)
    {
        var me = new Login("me", Password);
        await using var bench = await PublishBench.StartAsync(new() { Auth = scheme == "basic" ? new BasicAuth(me) : new BearerAuth(me) });
        UseHelper(bench, "gone-helper");

        var error = await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync());

        error.Code.ShouldBe(ErrorCodes.RegistryUnauthorized);
        error.Message.ShouldContain("none could be had");
        error.Message.ShouldContain("docker-credential-gone-helper could not be used: it is not on PATH");
    }

    private void UseHelper(PublishBench bench, string suffix)
    {
        folder.Write("docker/config.json", $$"""{"credsStore":"{{suffix}}"}""");
        bench.Environment["DOCKER_CONFIG"] = folder.At("docker");
    }

    /// <param name="script">Null for none.</param>
    private (string Program, string Suffix) Helper(string? script)
    {
        const string suffix = "of-the-test";
        var program = folder.At("bin/" + CredentialHelper.ProgramOf(suffix));
        if (script is not null && !OperatingSystem.IsWindows())
        {
            folder.Write("bin/" + CredentialHelper.ProgramOf(suffix), "#!/bin/sh\n" + script + "\n");
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return (program, suffix);
    }

    private async Task<(CredentialSearch Search, RecordingLog Log)> FindAsync(string config, int limit = 60)
    {
        folder.Write("docker/config.json", config);
        var log = new RecordingLog();
        return (await Source(log, limit).FindAsync("ghcr.io", "acme/shop", RegistryAccess.Pull, Cancellation), log);
    }

    private CredentialSource Source(RecordingLog log, int limit = 60)
        => new(TestHosts.Of(("DOCKER_CONFIG", folder.At("docker")), ("PATH", $"{folder.At("bin")}:/usr/bin:/bin")), "ghcr.io", log, TimeSpan.FromSeconds(limit));
}
