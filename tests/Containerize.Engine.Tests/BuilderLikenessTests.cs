using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Building;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>The image of a publish with a builder is that of one without.</summary>
public sealed class BuilderLikenessTests
{
    [RanInto("a builder's layers are compressed", "ContainerizeBuilder=docker with Docker 28, whose docker save gives layers as containerd's store keeps them", "taken and checked; layers and configuration are those of the direct image")]
    [LabTheory]
    [InlineData("docker")]
    [InlineData("buildah")]
    [InlineData("Docker 28")]
    [InlineData("buildah 1.43")]
    public async Task A_publish_with_a_builder_gives_the_layers_and_the_configuration_of_the_direct_one(string builder)
    {
        using var workspace = TestWorkspace.Create().WithPackageInside();
        workspace.Console().Sdk(PackedPackage.Name, PackedPackage.Version).ItemPackageReference("Newtonsoft.Json", "13.0.3").Save();
        using var sample = Sample.In(workspace, "App");
        using var registry = new RegistryContent(TheLab.Registry);
        var (direct, built) = (TheLab.NewName("direct"), TheLab.NewName("built"));

        (await sample.PublishAsync(HelloWeb.To(direct))).Result.ShouldSucceed();
        (await sample.PublishAsync([.. HelloWeb.To(built), .. BuilderPublish.With(builder)], BuilderPublish.EnvironmentOf(builder), rebuild: true)).Result.ShouldSucceed();

        var (expected, actual) = (await registry.PullAsync(direct), await registry.PullAsync(built));
        actual.ShouldBeSound();
        // BuildKit makes an empty layer for a folder that exists, which stays out: the direct image has none.
        Layers(actual).ShouldBe(Layers(expected));
        ImageLikeness.Configuration(actual).ShouldBe(ImageLikeness.Configuration(expected));

        static IEnumerable<string> Layers(PulledImage image) => image.Layers.Select(layer => ImageLikeness.Tree(layer, image.WorkingDirectory!));
    }
}
