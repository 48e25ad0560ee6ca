using Containerize.Tests.Engine.Building;
using Containerize.Tests.Engine.Lab;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>Apps of other languages, as the samples have them: published by themselves and built by their Dockerfiles, they are the same and run.</summary>
public sealed class LanguageTests
{
    private static readonly ImageBuilder[] Builders = [ImageBuilder.Docker, ImageBuilder.Buildah, ImageBuilder.NewDocker];

    [LabFact]
    public async Task Express_serves_without_root_and_hears_the_signal_that_ends_it()
    {
        await NodeImage.MakeAsync();
        using var sample = LanguageSample.Copy("HelloNode", "a äpp");

        var (direct, built) = await sample.ShouldBeBuiltAlikeAsync(["packages", "assets", "app"], Builders);

        direct.User.ShouldBe("1000");
        direct.Entrypoint.ShouldBe(["node", "server.js"]);
        await LanguageSample.ServeAsync(built, 3000, async ask =>
        {
            (await ask("/hello/you")).ShouldEndWith("Hello, you!");
            (await ask("/site.css")).ShouldContain("teal");
        });
    }

    [LabFact]
    public async Task Of_an_express_app_an_edit_sends_the_app_another_lock_file_the_packages_and_from_nothing_it_is_the_same()
    {
        await NodeImage.MakeAsync();
        using var sample = LanguageSample.Copy("HelloNode");
        using var other = LanguageSample.Copy("HelloNode", "somewhere else");
        var repository = TheLab.NewName("node");
        var first = await sample.PublishAsync(repository);

        (await sample.PublishAsync(repository)).Unchanged.ShouldBeTrue();
        (await other.PublishAsync(repository, $"-p:ContainerizeCacheDirectory={other.Workspace.PathOf(".cache")}")).Digest.ShouldBe(first.Digest);
        await sample.Workspace.WhileChangedAsync("server.js", "Hello, ", "Good day, ", async () =>
        {
            Sent(await sample.PublishAsync(repository)).ShouldBe(["app"]);
            return true;
        });
        await WithLockedAsync(
            sample,
            ("2.0.3", "sha512-mIteYONiEfc4xWf2F1WXovh1c8npzS00vNeiUPdwFF+QlVJni+gNvpQltLMQhob8rew/bWWc/bGTuUr0EUGt0w=="),
            ("2.0.0", "sha512-Q0n9HRi4m6JuGIV1eFlmvJB7ZEVxu93IrMyiMsGC0lrMJMWzRgx6WGquyfQgZVb31vhGgXnfmPNNXmxnOkRBrg=="),
            async () => Sent(await sample.PublishAsync(repository)).ShouldBe(["packages"]));
    }

    /// <summary>While npm's lock file names another version of encodeurl.</summary>
    private static Task<bool> WithLockedAsync(LanguageSample sample, (string Version, string Integrity) old, (string Version, string Integrity) other, Func<Task> act)
        => sample.Workspace.WhileChangedAsync("package-lock.json", Entry(old), Entry(other), async () =>
        {
            await act();
            return true;
        });

    private static string Entry((string Version, string Integrity) package)
        => $"\"version\": \"{package.Version}\",\n      \"integrity\": \"{package.Integrity}\"";

    private static IEnumerable<string> Sent(Publishing.PublishedImage image) => image.OwnLayers.Where(layer => layer.Outcome == "uploaded").Select(layer => layer.Class);
}
