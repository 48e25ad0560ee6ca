using Containerize.Tests.Engine.Building;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>The samples that are no .NET apps: published by themselves and built by their Dockerfiles they are the same, run, and send what changed.</summary>
public sealed class LanguageTests
{
    [LabFact]
    public async Task A_site_is_served_by_nginx()
    {
        await WebServerImage.MakeAsync();
        using var sample = LanguageSample.Copy("HelloSite", "a sïte", folder: "site");

        var (direct, built) = await sample.ShouldBeBuiltAlikeAsync(["assets"], ImageBuilder.Docker, ImageBuilder.Buildah);

        direct.User.ShouldBe("101");
        await LanguageSample.ServeAsync(built, 8080, async ask =>
        {
            (await ask("/")).ShouldContain("Hello from nginx");
            (await ask("/missing")).ShouldContain("There is nothing here");
        });
    }

    [LabFact]
    public async Task Express_serves_without_root_and_hears_the_signal_that_ends_it()
    {
        await NodeImage.MakeAsync();
        using var sample = LanguageSample.Copy("HelloNode", "a äpp");

        var (direct, built) = await sample.ShouldBeBuiltAlikeAsync(["packages", "assets", "app"], ImageBuilder.Docker, ImageBuilder.Buildah, ImageBuilder.NewDocker);
        await sample.ShouldBeThatOfABuilderAsync(direct);

        direct.User.ShouldBe("1000");
        direct.Entrypoint.ShouldBe(["node", "server.js"]);
        await LanguageSample.ServeAsync(built, 3000, async ask =>
        {
            (await ask("/hello/you")).ShouldEndWith("Hello, you!");
            (await ask("/site.css")).ShouldContain("teal");
        });
    }

    [LabFact]
    public async Task Flask_is_served_by_gunicorn_without_root()
    {
        using var sample = await CopyFlaskAsync("a fläsk");

        var (direct, built) = await sample.ShouldBeBuiltAlikeAsync(["packages", "assets", "app"], ImageBuilder.Docker, ImageBuilder.Buildah);

        direct.User.ShouldBe("1000");
        direct.Run["ExposedPorts"]!.AsObject().Select(port => port.Key).ShouldBe(["8080/tcp"]);
        await LanguageSample.ServeAsync(built, 8080, async ask =>
        {
            (await ask("/hello/you")).ShouldEndWith("Hello, you!");
            (await ask("/static/site.css")).ShouldContain("teal");
        });
    }

    [LabFact]
    public async Task A_script_of_python_reads_and_writes()
    {
        await PythonImage.MakeAsync();
        using var sample = LanguageSample.Copy("HelloScript");

        var (direct, built) = await sample.ShouldBeBuiltAlikeAsync(["app"], ImageBuilder.Docker, ImageBuilder.Buildah);

        direct.Entrypoint.ShouldBe(["python", "main.py"]);
        (await CountAsync(built)).ShouldBe("    2 one\n    1 two\n");
    }

    [LabFact]
    public async Task A_program_of_go_knows_the_time_elsewhere_upon_an_image_with_nothing_else()
    {
        await GoImages.MakeAsync();
        using var sample = LanguageSample.Copy("HelloGo", "a gö");

        var (direct, built) = await sample.ShouldBeBuiltAlikeAsync(["app"], ImageBuilder.Docker, ImageBuilder.Buildah, ImageBuilder.NewDocker);

        direct.User.ShouldBe("65532");
        direct.Entrypoint.ShouldBe(["/app/hello"]);
        await LanguageSample.ServeAsync(built, 8080, async ask =>
        {
            (await ask("/")).ShouldContain("Hello from Go");
            (await ask("/tokyo")).ShouldContain("+09:00");
        });
    }

    /// <summary>Without a registry and without a builder.</summary>
    [LabTheory]
    [InlineData("HelloSite", 8080, "/", "Hello from nginx")]
    [InlineData("HelloNode", 3000, "/hello/you", "Hello, you!")]
    [InlineData("HelloFlask", 8080, "/hello/you", "Hello, you!")]
    [InlineData("HelloGo", 8080, "/", "Hello from Go")]
    [InlineData("HelloScript", 0, "one two one", "    2 one\n    1 two\n")]
    public async Task Each_goes_into_an_engine_and_runs(string name, int port, string asked, string answer)
    {
        await Task.WhenAll(WebServerImage.MakeAsync(), NodeImage.MakeAsync(), PythonImage.MakeAsync(), GoImages.MakeAsync());
        using var sample = name == "HelloFlask" ? await CopyFlaskAsync("w") : LanguageSample.Copy(name);

        var image = await sample.LoadAsync();

        if (port == 0)
        {
            (await CountAsync(image)).ShouldBe(answer);
        }
        else
        {
            await LanguageSample.ServeAsync(image, port, async ask => (await ask(asked)).ShouldContain(answer));
        }
    }

    [LabFact]
    public async Task Of_an_express_app_an_edit_sends_the_app_and_another_lock_file_the_packages()
    {
        await NodeImage.MakeAsync();
        using var sample = LanguageSample.Copy("HelloNode");
        using var other = LanguageSample.Copy("HelloNode", "somewhere else");
        var repository = await ShouldBeTheSameAsync(sample, other);

        (await SentAsync(sample, repository, "server.js", "Hello, ", "Good day, ")).ShouldBe(["app"]);
        (await SentAsync(sample, repository, "public/site.css", "teal", "navy")).ShouldBe(["assets"]);
        (await SentAsync(
            sample,
            repository,
            "package-lock.json",
            Entry("2.0.3", "sha512-mIteYONiEfc4xWf2F1WXovh1c8npzS00vNeiUPdwFF+QlVJni+gNvpQltLMQhob8rew/bWWc/bGTuUr0EUGt0w=="),
            Entry("2.0.0", "sha512-Q0n9HRi4m6JuGIV1eFlmvJB7ZEVxu93IrMyiMsGC0lrMJMWzRgx6WGquyfQgZVb31vhGgXnfmPNNXmxnOkRBrg=="))).ShouldBe(["packages"]);

        static string Entry(string version, string integrity) => $"\"version\": \"{version}\",\n      \"integrity\": \"{integrity}\"";
    }

    [LabFact]
    public async Task Of_a_flask_app_an_edit_sends_the_app_and_other_requirements_the_packages()
    {
        using var sample = await CopyFlaskAsync("w");
        using var other = await CopyFlaskAsync("somewhere else");
        var repository = await ShouldBeTheSameAsync(sample, other);

        (await SentAsync(sample, repository, "app.py", "Hello, ", "Good day, ")).ShouldBe(["app"]);
        (await SentAsync(sample, repository, "requirements.txt", "blinker==", "# blinker==")).ShouldBe(["packages"]);
    }

    [LabFact]
    public async Task A_program_of_go_is_the_same_in_every_folder()
    {
        await GoImages.MakeAsync();
        using var sample = LanguageSample.Copy("HelloGo");
        using var other = LanguageSample.Copy("HelloGo", "somewhere else");
        var repository = await ShouldBeTheSameAsync(sample, other);

        (await SentAsync(sample, repository, "main.go", "Hello", "Good day")).ShouldBe(["app"]);
    }

    [LabTheory]
    [InlineData("HelloSite", "index.html", "Hello", "Good day", "assets")]
    [InlineData("HelloScript", "main.py", "import", "# edited\nimport", "app")]
    public async Task A_site_and_a_script_are_the_same_in_every_folder(string name, string file, string text, string other, string layer)
    {
        await Task.WhenAll(WebServerImage.MakeAsync(), PythonImage.MakeAsync());
        using var sample = LanguageSample.Copy(name);
        using var elsewhere = LanguageSample.Copy(name, "somewhere else");
        var repository = await ShouldBeTheSameAsync(sample, elsewhere);

        (await SentAsync(sample, repository, file, text, other)).ShouldBe([layer]);
    }

    private static Task<string> CountAsync(string image)
        => Command.RunAsync("bash", ["-c", $"echo 'one two one' | {TheLab.Docker} --host {TheLab.DockerHost} run --interactive --rm --network=none {image}"]);

    private static async Task<LanguageSample> CopyFlaskAsync(string into)
    {
        var requirements = await PythonImage.MakeAsync();
        var sample = LanguageSample.Copy("HelloFlask", into, PythonImage.Environment);
        // The versions of this machine's packages.
        sample.Workspace.Write("requirements.txt", requirements);
        return sample;
    }

    /// <summary>Published again nothing is sent; in another folder, with nothing in the cache, it is the same image.</summary>
    /// <returns>Where it went.</returns>
    private static async Task<string> ShouldBeTheSameAsync(LanguageSample sample, LanguageSample other)
    {
        var repository = TheLab.NewName("language");
        var first = await sample.PublishAsync(repository);
        (await sample.PublishAsync(repository)).Unchanged.ShouldBeTrue();
        (await other.PublishAsync(repository, $"-p:ContainerizeCacheDirectory={other.Workspace.PathOf(".cache")}")).Digest.ShouldBe(first.Digest);
        return repository;
    }

    /// <summary>What a publish sends while a file has another text; before it, what it sends is there.</summary>
    private static Task<string[]> SentAsync(LanguageSample sample, string repository, string file, string text, string other)
        => sample.Workspace.WhileChangedAsync(file, text, other, async () => Sent(await sample.PublishAsync(repository)));

    private static string[] Sent(PublishedImage image) => [.. image.OwnLayers.Where(layer => layer.Outcome == "uploaded").Select(layer => layer.Class)];
}
