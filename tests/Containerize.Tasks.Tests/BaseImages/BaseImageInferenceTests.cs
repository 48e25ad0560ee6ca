using Containerize.BaseImages;
using Containerize.Diagnostics;
using Shouldly;
using Xunit;

namespace Containerize.Tests.BaseImages;

public sealed class BaseImageInferenceTests
{
    [Theory]
    [MemberData(nameof(RecordedBaseImages.Rows), MemberType = typeof(RecordedBaseImages))]
    public void The_default_base_is_the_one_the_dotnet_sdk_chooses(
        string framework, string sdk, string traits, string runtimeIdentifiers, string family, string image)
        => BaseImageInference.Infer(Traits(framework, sdk, traits, runtimeIdentifiers, family)).ToString()
            // The SDK does not see that Alpine's old names are of a system with musl.
            .ShouldBe("mcr.microsoft.com/dotnet/" + (runtimeIdentifiers == "alpine-x64" ? "runtime:10.0-alpine" : image));

    [Theory]
    [InlineData("linux-x64;linux-musl-x64")]
    [InlineData("linux-musl-arm64;win-x64")]
    [InlineData("linux-musl-x64;linux-musl-arm64;linux-arm64")]
    public void Platforms_that_need_different_c_libraries_share_no_base(string runtimeIdentifiers)
        => Refusal(Traits(runtimeIdentifiers: runtimeIdentifiers)).ShouldContain("musl");

    [Fact]
    public void The_refusal_of_mixed_c_libraries_names_one_of_each()
        => Refusal(Traits(runtimeIdentifiers: "linux-arm64;linux-musl-x64")).ShouldBe(
            "Choosing the base image: 'linux-musl-x64' needs a base with musl, 'linux-arm64' one without, and an image has one base; " +
            "publish them separately. Set ContainerBaseImage to the image to build upon.");

    [Theory]
    [InlineData("v4.8")]
    [InlineData("4.8.1")]
    [InlineData("2.1")]
    [InlineData("3.1")]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("99999999999.0")]
    public void Frameworks_without_images_are_refused(string framework)
        => Refusal(Traits(framework)).ShouldContain($"'{framework}'");

    [Theory]
    [InlineData("11.0.100-preview")]
    [InlineData("11.0.100-rc")]
    [InlineData("11.0.100-nightly.1")]
    [InlineData("11.0")]
    [InlineData("eleven")]
    [InlineData("")]
    public void An_sdk_whose_images_have_no_known_name_is_refused(string sdk)
        => Refusal(Traits("11.0", sdk)).ShouldContain("the .NET SDK's");

    [Theory]
    [InlineData("3.1", "10.0.401", "linux-x64")]
    [InlineData("11.0", "11.0.100-nightly.1", "linux-x64")]
    [InlineData("10.0", "?\n?", "linux-x64")]
    [InlineData("10.0", "10.0.401", "linux-x64;linux-musl-\n")]
    public void Every_refusal_is_one_line_that_says_what_to_set(string framework, string sdk, string runtimeIdentifiers)
    {
        var line = Refusal(Traits(framework, sdk, runtimeIdentifiers: runtimeIdentifiers));

        line.ShouldStartWith("Choosing the base image: ");
        line.ShouldEndWith("Set ContainerBaseImage to the image to build upon.");
        line.ShouldNotContain("\n");
    }

    [Fact]
    public void The_framework_version_may_carry_the_v_that_msbuild_gives_it()
        => BaseImageInference.Infer(Traits("v9.0")).Tag.ShouldBe("9.0");

    [Fact]
    public void Build_metadata_of_the_sdk_does_not_matter()
        => BaseImageInference.Infer(Traits(sdk: "10.0.401+sha.5114f85")).Tag.ShouldBe("10.0");

    [Fact]
    public void Without_runtime_identifiers_the_base_is_linux_with_glibc()
        => BaseImageInference.Infer(Traits(runtimeIdentifiers: string.Empty)).Tag.ShouldBe("10.0");

    [Fact]
    public void Framework_references_are_compared_as_msbuild_does()
        => BaseImageInference.Infer(Traits() with { FrameworkReferences = ["Microsoft.NETCore.App", "microsoft.aspnetcore.app"] })
            .Repository.ShouldBe("dotnet/aspnet");

    [Theory]
    [InlineData("  ", "10.0")]
    [InlineData(" alpine\n", "10.0-alpine")]
    public void Space_around_the_family_is_no_part_of_it(string family, string tag)
        => BaseImageInference.Infer(Traits(family: family)).Tag.ShouldBe(tag);

    [Theory]
    [InlineData("no/ble")]
    [InlineData("noble chiseled")]
    [InlineData("noble@sha256")]
    public void A_family_that_cannot_be_in_a_tag_is_named(string family)
    {
        var refusal = Should.Throw<ContainerizeException>(() => BaseImageInference.Infer(Traits(family: family)));

        refusal.Code.ShouldBe(ErrorCodes.InvalidOption);
        refusal.Message.ShouldContain($"ContainerFamily is '{family}'");
    }

    [Theory]
    [InlineData("mirror.example.com", "mirror.example.com", "dotnet/aspnet")]
    [InlineData("127.0.0.1:5000", "127.0.0.1:5000", "dotnet/aspnet")]
    [InlineData("[::1]:5000", "[::1]:5000", "dotnet/aspnet")]
    [InlineData("localhost", "localhost", "dotnet/aspnet")]
    [InlineData("acme.example.com/mirrors/mcr", "acme.example.com", "mirrors/mcr/dotnet/aspnet")]
    public void A_mirror_takes_the_place_of_the_registry(string mirror, string registry, string repository)
    {
        var reference = BaseImageInference.Infer(Traits(traits: "aspnet"), mirror);

        reference.Registry.ShouldBe(registry);
        reference.Repository.ShouldBe(repository);
        reference.Tag.ShouldBe("10.0");
        reference.Digest.ShouldBeNull();
    }

    // A bare word would be read as a Docker Hub account: the base would silently come from somewhere else.
    [Theory]
    [InlineData("")]
    [InlineData("mirror")]
    [InlineData("mirror/mcr")]
    [InlineData("https://mirror.example.com")]
    [InlineData("mirror.example.com/")]
    [InlineData("mirror.example.com/MCR")]
    [InlineData("mirror.example.com/mcr@sha256:0")]
    public void A_mirror_that_is_no_registry_is_named(string mirror)
    {
        var refusal = Should.Throw<ContainerizeException>(() => BaseImageInference.Infer(Traits(), mirror));

        refusal.Code.ShouldBe(ErrorCodes.InvalidRegistry);
        refusal.Message.ShouldContain($"ContainerizeBaseRegistry is '{mirror}'");
    }

    private static string Refusal(ProjectTraits traits)
    {
        var refusal = Should.Throw<ContainerizeException>(() => BaseImageInference.Infer(traits));

        refusal.Code.ShouldBe(ErrorCodes.BaseImageNotInferred);
        return refusal.Message;
    }

    private static ProjectTraits Traits(
        string framework = "10.0", string sdk = "10.0.401", string traits = "", string runtimeIdentifiers = "linux-x64", string family = "")
    {
        var words = traits.Split(' ');
        return new ProjectTraits
        {
            TargetFrameworkVersion = framework,
            SdkVersion = sdk,
            FrameworkReferences = words switch
            {
                _ when words.Contains("aspnet") => ["Microsoft.NETCore.App", "Microsoft.AspNetCore.App"],
                _ when words.Contains("windows-desktop") => ["Microsoft.NETCore.App", "Microsoft.WindowsDesktop.App"],
                _ => ["Microsoft.NETCore.App"],
            },
            IsSelfContained = words.Contains("self-contained"),
            IsTrimmed = words.Contains("trimmed"),
            IsAot = words.Contains("aot"),
            UsesInvariantGlobalization = words.Contains("invariant"),
            RuntimeIdentifiers = runtimeIdentifiers.Split(';', StringSplitOptions.RemoveEmptyEntries),
            ContainerFamily = family,
        };
    }
}
