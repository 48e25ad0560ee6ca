using Containerize.Diagnostics;
using Containerize.TestKit;
using Containerize.TestKit.Registry.Auth;
using Containerize.TestKit.Registry.Faults;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Registries.Authentication;

/// <summary>No login, half of one and a refused one are three things, and each is said as what it is.</summary>
public sealed class LoginMessageTests : IDisposable
{
    private const string Password = "correct horse battery staple";
    private const string Wrong = "wrong-password-of-the-test";

    private static readonly Login Me = new("me", Password);

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Schemes { get; } = ["basic", "bearer"];

    public void Dispose() => folder.Dispose();

    [RanInto("no login, half of one, a refused one", "three mistakes with one message, word for word", "three messages, which name the source and the user and never the password")]
    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task Without_a_login_the_error_says_that_there_is_none(string scheme)
    {
        await using var bench = await StartAsync(scheme);

        var error = await FailAsync(bench);

        error.Message.ShouldContain("wants credentials, and there are none (401");
        error.Message.ShouldContain($"docker login {bench.Registry.Host}");
        error.Message.ShouldContain("SDK_CONTAINER_REGISTRY_UNAME and SDK_CONTAINER_REGISTRY_PWORD");
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_refused_login_is_said_to_be_whose_and_from_where(string scheme)
    {
        await using var bench = await StartAsync(scheme);
        bench.Environment["DOTNET_CONTAINER_REGISTRY_UNAME"] = "me";
        bench.Environment["DOTNET_CONTAINER_REGISTRY_PWORD"] = Wrong;

        var error = await FailAsync(bench);

        error.Message.ShouldContain("refused the login of the user 'me' from the environment (DOTNET_CONTAINER_REGISTRY_UNAME)");
        error.Message.ShouldNotContain("docker login");
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_refused_login_of_a_file_names_the_file_and_its_entry(string scheme)
    {
        await using var bench = await StartAsync(scheme);
        UseDockerConfig(bench, "{\"auths\":{\"https://" + bench.Registry.Host + "/v1/\":{\"username\":\"you\",\"password\":\"" + Wrong + "\"}}}");

        var error = await FailAsync(bench);

        error.Message.ShouldContain($"refused the login of the user 'you' from {folder.At("docker/config.json")} (https://{bench.Registry.Host}/v1/)");
    }

    [Theory]
    [InlineData("basic", "UNAME", "DOTNET_CONTAINER_REGISTRY_UNAME is set (user 'me') and DOTNET_CONTAINER_REGISTRY_PWORD is not")]
    [InlineData("bearer", "UNAME", "DOTNET_CONTAINER_REGISTRY_UNAME is set (user 'me') and DOTNET_CONTAINER_REGISTRY_PWORD is not")]
    [InlineData("basic", "PWORD", "DOTNET_CONTAINER_REGISTRY_PWORD is set and DOTNET_CONTAINER_REGISTRY_UNAME is not")]
    public async Task Half_a_login_is_said_to_be_half(string scheme, string half, string expected)
    {
        await using var bench = await StartAsync(scheme);
        bench.Environment["DOTNET_CONTAINER_REGISTRY_" + half] = "me";

        var error = await FailAsync(bench);

        error.Message.ShouldContain("there is only half of them");
        error.Message.ShouldContain(expected);
        error.Message.ShouldContain("Set both or none.");
        bench.Log.Lines.Where(line => line.StartsWith("CTZ3013", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain(expected);
    }

    [Fact]
    public async Task Half_a_login_in_one_place_leaves_the_word_to_the_next()
    {
        await using var bench = await StartAsync("basic");
        bench.Environment["DOTNET_CONTAINER_REGISTRY_UNAME"] = "me";
        UseDockerConfig(bench, "{\"auths\":{\"" + bench.Registry.Host + "\":{\"username\":\"me\",\"password\":\"" + Password + "\"}}}");

        await bench.PublishAsync();
    }

    [Fact]
    public async Task A_token_where_a_password_is_wanted_is_said_to_be_that()
    {
        await using var bench = await StartAsync("basic");
        UseDockerConfig(bench, "{\"auths\":{\"" + bench.Registry.Host + "\":{\"identitytoken\":\"" + Wrong + "\"}}}");

        var error = await FailAsync(bench);

        error.Message.ShouldContain("does not take a login of this kind: by a token from");
        error.Message.ShouldContain("config.json");
    }

    [Fact]
    public async Task A_broken_file_is_passed_over_and_named_where_the_registry_refuses()
    {
        await using var bench = await StartAsync("bearer");
        UseDockerConfig(bench, "{ \"auths\": ");

        var error = await FailAsync(bench);

        error.Message.ShouldContain($"none could be had");
        error.Message.ShouldContain($"the credentials file {folder.At("docker/config.json")} is no JSON object");
        bench.Log.Lines.Count(line => line.StartsWith("CTZ3008", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Who_may_not_do_it_is_named_too()
    {
        await using var bench = await StartAsync("basic");
        bench.Environment["DOTNET_CONTAINER_REGISTRY_UNAME"] = "me";
        bench.Environment["DOTNET_CONTAINER_REGISTRY_PWORD"] = Password;
        bench.Registry.Faults.On("POST", "/v2/*/blobs/uploads*").Respond(403);

        var error = await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync());

        error.Code.ShouldBe(ErrorCodes.RegistryDenied);
        error.Message.ShouldContain("the login of the user 'me' from the environment (DOTNET_CONTAINER_REGISTRY_UNAME)");
    }

    private static async Task<ContainerizeException> FailAsync(PublishBench bench)
    {
        var error = await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync());
        error.Code.ShouldBe(ErrorCodes.RegistryUnauthorized);
        error.Message.ShouldNotContain('\n');
        foreach (var line in bench.Log.Lines.Append(error.ToString()))
        {
            line.ShouldNotContain(Wrong);
            line.ShouldNotContain(Password);
        }

        return error;
    }

    private static Task<PublishBench> StartAsync(string scheme)
        => PublishBench.StartAsync(new() { Auth = scheme == "basic" ? new BasicAuth(Me) : new BearerAuth(Me) });

    private void UseDockerConfig(PublishBench bench, string json)
    {
        folder.Write("docker/config.json", json);
        bench.Environment["DOCKER_CONFIG"] = folder.At("docker");
    }
}
