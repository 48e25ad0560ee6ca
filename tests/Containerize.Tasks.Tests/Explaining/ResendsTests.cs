using Containerize.Explaining;
using Containerize.Oci;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Explaining;

public sealed class ResendsTests
{
    [Fact]
    public void A_bump_resends_the_layer_that_the_package_is_in_and_no_other()
        => Find(Layer("packages", true, 100, "A 1", "B 1"), Layer("app", true, 30, "the app"))
            .ShouldBe(["A 1: 1, 100, exact", "B 1: 1, 100, exact", "the app: 2, 30, exact"]);

    [Fact]
    public void What_a_package_has_in_several_layers_is_sent_in_all_of_them()
        => Find(Layer("packages", true, 100, "A 1"), Layer("assets", true, 50, "A 1")).ShouldBe(["A 1: 1 2, 150, exact"]);

    [Fact]
    public void A_builder_makes_what_lies_above_anew()
        => Find(Layer("", false, 100, "A"), Layer("", false, 20, "B"), Layer("", false, 3, "C"))
            .ShouldBe(["A: 1 2 3, 123, exact", "B: 2 3, 23, exact", "C: 3, 3, exact"]);

    [Fact]
    public void The_base_is_one_thing_and_leaves_our_layers_alone()
        => Find(Layer("base", false, 100, "libc6 2"), Layer("base", false, 50, "bash 5"), Layer("app", true, 5, "the app")).ShouldBe(["the base image: 1 2, 150, exact", "the app: 3, 5, exact"]);

    [Fact]
    public void What_is_not_compressed_yet_counts_with_its_files()
        => Find(Layer("app", true, null, "the app")).ShouldBe(["the app: 1, 7, at most"]);

    private static string[] Find(params ExplainedLayer[] layers)
        => [.. Resends.Find(layers).Select(resend => $"{resend.What}: {string.Join(' ', resend.Layers.Select(i => i + 1))}, {resend.Bytes}, {(resend.IsExact ? "exact" : "at most")}")];

    private static ExplainedLayer Layer(string name, bool isIndependent, long? compressed, params string[] owners) => new(name, string.Empty)
    {
        IsIndependent = isIndependent,
        Blob = compressed is { } size ? new Descriptor(MediaTypes.OciLayerGzip, Digest.Of("a"u8), size) : null,
        Files = [.. owners.Select((owner, i) => new ExplainedFile($"f{i}", 7) { Owner = owner })],
    };
}
