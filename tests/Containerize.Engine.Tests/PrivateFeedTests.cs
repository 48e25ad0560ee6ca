using System.Text;
using Containerize.TestKit.Feeds;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry.Auth;
using Containerize.Tests.Engine.Building;
using Containerize.Tests.Engine.Lab;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>The package that only the private feeds have.</summary>
public sealed class SecretGreetings : IAsyncLifetime
{
    public const string Id = "Secret.Greetings";

    internal PackedLibrary Package { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (TheLab.IsUp)
        {
            Package = await PackedLibrary.PackAsync(Id, "a secret greeting", TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A Dockerfile whose restore needs a feed's password: it comes as a secret of the build, and stays nowhere.</summary>
public sealed class PrivateFeedTests(SecretGreetings greetings) : IClassFixture<SecretGreetings>
{
    private const string Dockerfile = "App/Dockerfile";
    private const string Variable = "FEED_PASSWORD";
    /// <summary>No shell has a variable with such a name in its own.</summary>
    private const string Source = "my-feed";
    private const string CredentialVariable = "NuGetPackageSourceCredentials_my_feed";

    private readonly Login login = new("reader", $"p4ss{Guid.NewGuid():N}");

    [LabTheory]
    [InlineData("docker")]
    [InlineData("buildah")]
    [InlineData("Docker 28")]
    public async Task A_password_that_nuget_config_names_comes_as_a_secret_and_is_left_nowhere(string builder)
    {
        await using var feed = await PackageFeed.StartAsync(login, TestContext.Current.CancellationToken, greetings.Package);
        using var workspace = Workspace(feed, $"""
              <packageSourceCredentials>
                <{Source}>
                  <add key="Username" value="{login.User}" />
                  <add key="ClearTextPassword" value="%{Variable}%" />
                </{Source}>
              </packageSourceCredentials>
            """);

        await GenerateAsync(AppWithCentralPackages(workspace), feed, Variable, login.Password);

        await ShouldBuildWithoutATraceAsync(ImageBuilder.Named(builder), workspace, feed, Variable, login.Password);
    }

    [LabTheory]
    [InlineData("docker")]
    [InlineData("buildah")]
    public async Task Credentials_that_no_file_mentions_come_as_a_secret_and_are_left_nowhere(string builder)
    {
        await using var feed = await PackageFeed.StartAsync(login, TestContext.Current.CancellationToken, greetings.Package);
        using var workspace = Workspace(feed, credentials: string.Empty);
        var credentials = $"Username={login.User};Password={login.Password}";

        await GenerateAsync(App(workspace).ItemInclude("ContainerizeNuGetCredential", Source), feed, CredentialVariable, credentials);

        await ShouldBuildWithoutATraceAsync(ImageBuilder.Named(builder), workspace, feed, CredentialVariable, credentials);
    }

    [LabTheory]
    [InlineData("docker")]
    [InlineData("buildah")]
    public async Task A_password_in_a_layer_would_be_found(string builder)
    {
        using var workspace = TestWorkspace.Create();
        workspace.Write("secret", login.Password);
        workspace.Write("Dockerfile", "FROM scratch\nCOPY secret /etc/\n");

        var build = (await ImageBuilder.Named(builder).BuildAsync(workspace.Root, "Dockerfile")).ShouldSucceed();

        (await build.ReadAsync(workspace)).Layers.Count(layer => Holds(layer.Tar)).ShouldBe(1);
    }

    private static ProjectCreator App(TestWorkspace workspace) => App(workspace, PackedPackage.Version, "1.0.0");

    /// <summary>With the versions of all packages at the root, and references that say none.</summary>
    private static ProjectCreator AppWithCentralPackages(TestWorkspace workspace)
    {
        workspace.Write(CentralPackages.FileName, CentralPackages.Create((PackedPackage.Name, PackedPackage.Version), (SecretGreetings.Id, "1.0.0")));
        return App(workspace, null, null);
    }

    private static ProjectCreator App(TestWorkspace workspace, string? ours, string? theirs) => workspace.Console()
        .ItemPackageReference(PackedPackage.Name, ours, privateAssets: "all")
        .ItemPackageReference(SecretGreetings.Id, theirs)
        .File("Program.cs", $"System.Console.WriteLine({SecretGreetings.Id}.Greeting.Text);\n");

    private static TestWorkspace Workspace(PackageFeed feed, string credentials)
    {
        var workspace = TestWorkspace.Create().WithPackageInside();
        workspace.Write("nuget.config", $"""
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <packageSources>
                <clear />
                <add key="inside" value="packages" />
                <add key="{Source}" value="{feed.Url}" allowInsecureConnections="true" />
              </packageSources>
            {credentials}
            </configuration>
            """);
        // What another test has fetched would be taken for this one's.
        workspace.Dotnet.Environment["NUGET_PACKAGES"] = Path.Join(workspace.Home, "packages");
        workspace.Dotnet.Environment["NUGET_HTTP_CACHE_PATH"] = Path.Join(workspace.Home, "http-cache");
        return workspace;
    }

    private static async Task GenerateAsync(ProjectCreator app, PackageFeed feed, string variable, string value)
    {
        app.Workspace.Dotnet.Environment[variable == CredentialVariable ? $"NuGetPackageSourceCredentials_{Source}" : variable] = value;
        var result = await app.TryBuildAsync(TestContext.Current.CancellationToken, "-t:ContainerizeDockerfile", $"-p:ContainerizeBaseRegistry={TheLab.Registry}");

        result.ShouldSucceed().Text.ShouldContain($"--secret id={variable},env={variable}");
        feed.Downloads.ShouldBe(1, feed.Requests.ToString());
        feed.Requests.Clear();
    }

    private async Task ShouldBuildWithoutATraceAsync(ImageBuilder builder, TestWorkspace workspace, PackageFeed feed, string variable, string value)
    {
        var secret = Path.Join(workspace.Home, "secret");
        await File.WriteAllTextAsync(secret, value, TestContext.Current.CancellationToken);
        string[] withSecret = ["--secret", $"id={variable},src={secret}"];

        // First, for what was done once with the secret a builder need not do again without.
        var without = await builder.BuildAsync(workspace.Root, Dockerfile);
        without.Succeeded.ShouldBeFalse(without.Text);
        without.Text.ShouldContain($"/run/secrets/{variable}: No such file");
        feed.Requests.All.ShouldBeEmpty();

        var final = (await builder.BuildAsync(workspace.Root, Dockerfile, withSecret)).ShouldSucceed();
        feed.Downloads.ShouldBe(1, feed.Requests.ToString());
        feed.Logins.ShouldBeGreaterThan(0);
        var publish = (await builder.BuildAsync(workspace.Root, Dockerfile, [.. withSecret, "--target", "publish"])).ShouldSucceed();

        foreach (var build in new[] { final, publish })
        {
            Holds(Encoding.UTF8.GetBytes(build.Text)).ShouldBeFalse(build.Tag);
            var image = await build.ReadAsync(workspace);
            image.Files.Keys.ShouldContain(path => path.EndsWith($"/{SecretGreetings.Id}.dll", StringComparison.Ordinal));
            image.Layers.Where(layer => Holds(layer.Tar)).Select(layer => layer.Digest).ShouldBeEmpty(build.Tag);
            // The history is in the configuration.
            Holds(image.ConfigBytes).ShouldBeFalse(build.Tag);
            Holds(image.Stored.Content).ShouldBeFalse(build.Tag);
        }

        workspace.FilesBelow(".").Where(file => !file.StartsWith(".home/", StringComparison.Ordinal) && !file.StartsWith(".images/", StringComparison.Ordinal))
            .Where(file => Holds(File.ReadAllBytes(workspace.PathOf(file))))
            .ShouldBeEmpty();
        (await final.RunAsync(["dotnet", "/app/App.dll"])).Trim().ShouldBe("a secret greeting");
    }

    /// <summary>The password, or what the feed was shown of it.</summary>
    private bool Holds(byte[] content)
    {
        string[] needles = [login.Password, login.HeaderValue["Basic ".Length..]];
        return needles.Any(needle => content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(needle)) >= 0);
    }
}
