using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Registries;
using Containerize.Registries.Credentials;
using Containerize.TestKit;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Registries.Credentials;

/// <summary>Where logins are kept, and which of several is the one.</summary>
public sealed class CredentialFileTests : IDisposable
{
    private const string Secret = "c2VjcmV0LW9mLXRoZS11c2Vy"; // no user and password

    private readonly TemporaryFolder folder = new();
    private readonly List<CredentialMiss> misses = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("ghcr.io", "acme/shop", "acme/shop")]
    [InlineData("ghcr.io", "acme/other", "acme")]
    [InlineData("ghcr.io", "acmes/shop", "host")]
    [InlineData("ghcr.io", "other", "host")]
    [InlineData("ghcr.io:443", "acme/shop", null)]
    [InlineData("example.com", "acme/shop", null)]
    public void The_longest_path_that_leads_there_wins(string registry, string repository, string? expected)
        => (Read("""
            {"auths":{
              "ghcr.io":{"username":"host","password":"p"},
              "ghcr.io/acme":{"username":"acme","password":"p"},
              "ghcr.io/acme/shop":{"username":"acme/shop","password":"p"}
            }}
            """).Find(registry, repository, misses)?.UserName).ShouldBe(expected);

    [Theory]
    [InlineData("""{"auth":"bWU6cGFzcw=="}""", "me", "pass")]
    [InlineData("""{"auth":"bWU6cGE6c3M="}""", "me", "pa:ss")]
    [InlineData("""{"auth":"bWU6cMOkc3M="}""", "me", "päss")]
    [InlineData("""{"auth":" bWU6cGFzcw== "}""", "me", "pass")]
    [InlineData("""{"username":"me","password":"pass","auth":"other"}""", "me", "pass")]
    public void A_user_and_a_password_are_read_in_either_form(string entry, string user, string password)
    {
        var credential = Read("{\"auths\":{\"ghcr.io\":" + entry + "}}").Find("ghcr.io", "x", misses).ShouldNotBeNull();

        (credential.UserName, credential.Password).ShouldBe((user, password));
    }

    [Fact]
    public void An_identity_token_goes_before_a_password()
    {
        var credential = Read("""{"auths":{"ghcr.io":{"auth":"bWU6cGFzcw==","identitytoken":"id"}}}""").Find("ghcr.io", "x", misses).ShouldNotBeNull();

        credential.IdentityToken.ShouldBe("id");
        credential.Basic.ShouldBeNull();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"auths":{}}""")]
    [InlineData("""{"auths":[]}""")]
    [InlineData("""{"auths":{"ghcr.io":{}}}""")]
    [InlineData("""{"auths":{"ghcr.io":"text"}}""")]
    [InlineData("""{"auths":{"ghcr.io":{"auth":""}}}""")]
    [InlineData("""{"auths":{"ghcr.io":{"auth":5}}}""")]
    public void An_entry_without_a_login_is_none(string json)
    {
        Read(json).Find("ghcr.io", "x", misses).ShouldBeNull();

        misses.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"username":"me"}""", "has the user 'me' without a password")]
    [InlineData("""{"password":"hidden"}""", "has a password without a user")]
    [InlineData("""{"auth":"bWU6"}""", "has the user 'me' without a password")] // me:
    [InlineData("""{"auth":"OmhpZGRlbg=="}""", "has a password without a user")] // :hidden
    [InlineData("""{"auth":"aGlkZGVu"}""", "has no colon between user and password")] // hidden
    public void Half_a_login_is_none_and_told_of(string entry, string expected)
    {
        Read("{\"auths\":{\"ghcr.io\":" + entry + "}}").Find("ghcr.io", "x", misses).ShouldBeNull();

        var miss = misses.ShouldHaveSingleItem();
        miss.Code.ShouldBe(ErrorCodes.CredentialsIncomplete);
        miss.What.ShouldContain($"{folder.At("auth.json")} (ghcr.io)");
        miss.What.ShouldContain(expected);
        miss.ToString().ShouldNotContain("hidden");
    }

    [Fact]
    public void An_entry_that_is_of_no_use_leaves_the_word_to_the_next_that_fits()
        => Read("""{"auths":{"ghcr.io/acme":{"auth":"%%%"},"ghcr.io":{"auth":"bWU6cGFzcw=="}}}""").Find("ghcr.io", "acme/shop", misses)?.UserName.ShouldBe("me");

    [Theory]
    [InlineData("""{"Auths":{"ghcr.io":{"Username":"me","Password":"pass"}}}""")]
    [InlineData("""{"auths":{"ghcr.io":{"Auth":"bWU6cGFzcw=="}}}""")]
    public void Names_are_read_in_any_case(string json) => Read(json).Find("ghcr.io", "x", misses).ShouldNotBeNull().UserName.ShouldBe("me");

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void A_byte_order_mark_is_no_part_of_it(string encoding)
    {
        File.WriteAllText(folder.At("auth.json"), """{"auths":{"ghcr.io":{"auth":"bWU6cGFzcw=="}}}""", System.Text.Encoding.GetEncoding(encoding));

        CredentialFile.TryRead(folder.At("auth.json"), misses).ShouldNotBeNull().Find("ghcr.io", "x", misses).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("""{"auths":{"ghcr.io":{"auth":"not base64!"}}}""")]
    [InlineData("{\"auths\":{\"ghcr.io\":{\"auth\":\"" + Secret + "\"}}}")]
    public void An_entry_that_cannot_be_understood_is_told_of_and_not_repeated(string json)
    {
        Read(json).Find("ghcr.io", "x", misses).ShouldBeNull();

        var miss = misses.ShouldHaveSingleItem().ToString();
        miss.ShouldContain(folder.At("auth.json"));
        miss.ShouldNotContain(Secret);
        miss.ShouldNotContain("not base64!");
        miss.ShouldNotContain("secret-of-the-user");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    public void A_file_that_is_no_JSON_object_is_told_of_by_its_name(string json)
    {
        CredentialFile.TryRead(folder.Write("auth.json", json), misses).ShouldBeNull();

        var miss = misses.ShouldHaveSingleItem();
        miss.Code.ShouldBe(ErrorCodes.CredentialsUnreadable);
        miss.What.ShouldContain(folder.At("auth.json"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void An_empty_file_is_none(string content)
    {
        CredentialFile.TryRead(folder.Write("auth.json", content), misses).ShouldBeNull();

        misses.ShouldBeEmpty();
    }

    [Fact]
    public void A_missing_file_is_none_and_a_folder_is_told_of()
    {
        CredentialFile.TryRead(folder.At("nothing/auth.json"), misses).ShouldBeNull();
        misses.ShouldBeEmpty();

        CredentialFile.TryRead(folder.Root, misses).ShouldBeNull();
        misses.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.CredentialsUnreadable);
    }

    [Theory]
    [InlineData("ghcr.io", "gh")]
    [InlineData("docker.io", "hub")]
    [InlineData("example.com", "all")]
    public void A_registrys_own_helper_goes_before_the_one_for_all(string registry, string expected)
        => Read("""{"credHelpers":{"ghcr.io":"gh","https://index.docker.io/v1/":"hub"},"credsStore":"all"}""").HelperFor(registry).ShouldBe(expected);

    [Fact]
    public void An_empty_helper_of_its_own_means_the_file()
        => Read("""{"credHelpers":{"ghcr.io":""},"credsStore":"all"}""").HelperFor("ghcr.io").ShouldBeNull();

    [Fact]
    public async Task The_first_file_that_knows_the_registry_decides()
    {
        Write("named.json", "ghcr.io", "named");
        Write("run/containers/auth.json", "ghcr.io", "runtime");
        Write("config/containers/auth.json", "ghcr.io", "config");
        Write("home/.config/containers/auth.json", "ghcr.io", "home");
        Write("docker/config.json", "ghcr.io", "docker");
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["REGISTRY_AUTH_FILE"] = folder.At("named.json"),
            ["XDG_RUNTIME_DIR"] = folder.At("run"),
            ["XDG_CONFIG_HOME"] = folder.At("config"),
            ["DOCKER_CONFIG"] = folder.At("docker"),
        };

        (await UserAsync(variables)).ShouldBe("named");
        Write("named.json", "other.example.com", "named");
        (await UserAsync(variables)).ShouldBe("runtime");
        File.Delete(folder.At("run/containers/auth.json"));
        (await UserAsync(variables)).ShouldBe("config");
        File.Delete(folder.At("config/containers/auth.json"));
        (await UserAsync(variables)).ShouldBe("home");
        File.Delete(folder.At("home/.config/containers/auth.json"));
        (await UserAsync(variables)).ShouldBe("docker");
        File.Delete(folder.At("docker/config.json"));
        (await UserAsync(variables)).ShouldBeNull();
    }

    [RanInto("a login in a variable or an old file", "DOCKER_AUTH_CONFIG of a CI system, ~/.dockercfg of an old secret: not read", "read, after REGISTRY_AUTH_FILE and last")]
    [Fact]
    public async Task A_variable_may_hold_the_file_itself()
    {
        Write("docker/config.json", "ghcr.io", "docker");
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["DOCKER_CONFIG"] = folder.At("docker"), ["DOCKER_AUTH_CONFIG"] = Login("ghcr.io", "variable") };

        (await UserAsync(variables)).ShouldBe("variable");
        variables["DOCKER_AUTH_CONFIG"] = "{";
        (await UserAsync(variables)).ShouldBe("docker");
    }

    [Fact]
    public async Task A_file_of_the_old_form_is_the_last_to_be_read()
    {
        folder.Write("home/.dockercfg", """{"https://ghcr.io/v1/":{"auth":"b2xkOnBhc3M=","email":"me@example.com"}}""");

        (await UserAsync([])).ShouldBe("old");
        Write("home/.docker/config.json", "ghcr.io", "docker");
        (await UserAsync([])).ShouldBe("docker");
    }

    [Fact]
    public async Task Without_a_variable_dockers_file_is_in_the_home_folder()
    {
        Write("home/.docker/config.json", "ghcr.io", "docker");

        (await UserAsync([])).ShouldBe("docker");
    }

    [Theory]
    [InlineData(false, "ghcr.io", "pull")]
    [InlineData(true, "ghcr.io", "push")]
    [InlineData(false, "mcr.example.com", "pull")]
    public async Task The_variables_of_a_direction_go_before_the_general_ones(bool push, string registry, string expected)
    {
        var variables = Pairs("DOTNET_CONTAINER_PUSH_REGISTRY", "push", "DOTNET_CONTAINER_PULL_REGISTRY", "pull", "DOTNET_CONTAINER_REGISTRY", "general");

        (await UserAsync(variables, registry, push)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("ghcr.io", "new")]
    [InlineData("mcr.example.com", null)]
    public async Task The_general_variables_are_for_the_destination_alone(string registry, string? expected)
        => (await UserAsync(Pairs("SDK_CONTAINER_REGISTRY", "old", "DOTNET_CONTAINER_REGISTRY", "new"), registry)).ShouldBe(expected);

    [Fact]
    public async Task Half_a_login_is_none()
        => (await UserAsync(new(StringComparer.Ordinal) { ["DOTNET_CONTAINER_REGISTRY_UNAME"] = "me" })).ShouldBeNull();

    [Fact]
    public void A_credential_prints_its_source_and_nothing_else()
        => Credential.OfUser("a file", "me", "secret").ToString().ShouldBe("credentials from a file");

    private static Dictionary<string, string> Pairs(params string[] prefixesAndUsers)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < prefixesAndUsers.Length; i += 2)
        {
            variables[prefixesAndUsers[i] + "_UNAME"] = prefixesAndUsers[i + 1];
            variables[prefixesAndUsers[i] + "_PWORD"] = "p";
        }

        return variables;
    }

    private async Task<string?> UserAsync(Dictionary<string, string> variables, string registry = "ghcr.io", bool push = false)
        => (await new CredentialSource(new HostEnvironment(name => variables.GetValueOrDefault(name), folder.At("home")), "ghcr.io", new RecordingLog())
            .FindAsync(registry, "acme/shop", push ? RegistryAccess.Push : RegistryAccess.Pull, Cancellation)).Found?.UserName;

    private CredentialFile Read(string json) => CredentialFile.TryRead(folder.Write("auth.json", json), misses)!;

    private void Write(string path, string registry, string user) => folder.Write(path, Login(registry, user));

    private static string Login(string registry, string user) => "{\"auths\":{\"" + registry + "\":{\"username\":\"" + user + "\",\"password\":\"p\"}}}";
}
