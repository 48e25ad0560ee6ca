using System.Buffers.Binary;
using System.IO.Compression;
using Containerize.Layers;
using Containerize.TestKit.Images;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Layers;

public sealed class Crc32Tests
{
    /// <summary>Of zeros, by Python's zlib.</summary>
    private const long FiveGib = 5L << 30;
    private const uint CrcOfFiveGib = 0x193838C3;
    private const uint CrcOfFiveGibAndOne = 0xA7717429;

    [Fact]
    public void The_check_value_of_the_algorithm_comes_out()
        => Crc32.Append(0, "123456789"u8).ShouldBe(0xCBF43926);

    [Fact]
    public void It_is_what_zlib_writes_into_a_trailer()
    {
        for (var length = 1; length < 100; length++)
        {
            var content = Random(length, length);
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(content);
            }

            Crc32.Append(0, content).ShouldBe(BinaryPrimitives.ReadUInt32LittleEndian(packed.ToArray().AsSpan()[^8..]));
        }
    }

    [Fact]
    public void Piece_by_piece_it_is_that_of_the_whole()
    {
        var random = new Random(1);
        for (var attempt = 0; attempt < 2000; attempt++)
        {
            var content = Random(attempt, random.Next(200));
            var cut = random.Next(content.Length + 1);

            Crc32.Append(Crc32.Append(0, content.AsSpan(0, cut)), content.AsSpan(cut)).ShouldBe(StrictGzip.CrcOf(content));
        }
    }

    [Fact]
    public void That_of_two_pieces_is_that_of_the_whole()
    {
        var random = new Random(2);
        for (var attempt = 0; attempt < 2000; attempt++)
        {
            var content = Random(attempt, random.Next(attempt % 20 == 0 ? 300_000 : 300));
            var cut = random.Next(content.Length + 1);
            var (first, second) = (Crc32.Append(0, content.AsSpan(0, cut)), Crc32.Append(0, content.AsSpan(cut)));

            Crc32.Combine(first, second, content.Length - cut).ShouldBe(Crc32.Append(0, content));
        }
    }

    [Fact]
    public void In_whatever_order_pieces_are_put_together_it_is_the_same()
    {
        var random = new Random(3);
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var (a, b, c) = (Sum(random), Sum(random), Sum(random));

            a.Then(b).Then(c).ShouldBe(a.Then(b.Then(c)));
        }
    }

    [Fact]
    public void Nothing_before_or_behind_changes_nothing()
    {
        var some = Sum(new Random(4));

        BlockSum.None.Then(some).ShouldBe(some);
        some.Then(BlockSum.None).ShouldBe(some);
        BlockSum.None.Then(BlockSum.None).ShouldBe(BlockSum.None);
    }

    [Fact]
    public void Lengths_of_more_than_32_bits_count()
    {
        var zeros = new BlockSum(Crc32.Append(0, new byte[1 << 30]), 1 << 30);
        var one = new BlockSum(Crc32.Append(0, [1]), 1);

        var four = zeros.Then(zeros).Then(zeros.Then(zeros));

        zeros.Then(four).ShouldBe(new BlockSum(CrcOfFiveGib, FiveGib));
        four.Then(zeros).Then(one).ShouldBe(new BlockSum(CrcOfFiveGibAndOne, FiveGib + 1));
    }

    private static byte[] Random(int seed, int length)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    /// <summary>Of anything, short or long.</summary>
    private static BlockSum Sum(Random random) => new((uint)random.NextInt64(1L << 32), random.NextInt64(1L << random.Next(1, 61)) + 1);
}
