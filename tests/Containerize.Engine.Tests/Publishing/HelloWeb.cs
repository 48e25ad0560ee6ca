using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;

[assembly: Xunit.AssemblyFixture(typeof(HelloWeb))]

namespace Containerize.Tests.Engine.Publishing;

/// <summary>The web sample: built once for every test that does not change it, and pushed once to the lab's registry.</summary>
public sealed class HelloWeb : IDisposable
{
    private readonly Lazy<Sample> sample = new(() => Sample.Copy("HelloWeb", "HelloWeb"));
    private readonly Lazy<Task<Publication>> pushed;

    public HelloWeb() => pushed = new Lazy<Task<Publication>>(() => Sample.PublishAsync(To(Repository)));

    /// <summary>The sample's classes of files, lowest layer first: it has some of each but a runtime.</summary>
    public static IReadOnlyList<string> Classes { get; } = ["host", "packages", "prerelease", "projects", "assets", "app"];

    /// <summary>Where <see cref="PushedAsync"/> puts it.</summary>
    public string Repository { get; } = TheLab.NewName("hello-web");

    /// <summary>Name of the pushed image.</summary>
    public string Reference => $"{TheLab.Registry}/{Repository}:latest";

    public Sample Sample => sample.Value;

    /// <summary>Arguments of a publish to the lab's open registry that leave the image's name to the project.</summary>
    public static string[] ToRegistry => [$"-p:ContainerRegistry={TheLab.Registry}", $"-p:ContainerizeBaseRegistry={TheLab.Registry}"];

    /// <summary>Arguments of a publish to a registry that has the base images too.</summary>
    /// <param name="registry">The lab's open one if not given.</param>
    public static string[] To(string repository, string? registry = null)
        => [$"-p:ContainerRegistry={registry ?? TheLab.Registry}", $"-p:ContainerizeBaseRegistry={registry ?? TheLab.Registry}", $"-p:ContainerRepository={repository}"];

    /// <summary>Arguments of a publish that goes to no registry.</summary>
    public static string[] Named(string repository) => [$"-p:ContainerizeBaseRegistry={TheLab.Registry}", $"-p:ContainerRepository={repository}"];

    /// <summary>The one publish that most tests look at.</summary>
    public async Task<PublishedImage> PushedAsync() => (await pushed.Value).Image;

    /// <summary>Publishes the same output once more, in another way.</summary>
    public async Task<Publication> PublishAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        await PushedAsync();
        return await Sample.PublishAsync(arguments, environment);
    }

    public void Dispose()
    {
        if (sample.IsValueCreated)
        {
            sample.Value.Dispose();
        }
    }
}
