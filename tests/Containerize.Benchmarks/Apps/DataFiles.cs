using System.Globalization;
using System.Text;

namespace Containerize.Benchmarks.Apps;

/// <summary>Files to publish: different from one another, the same in every run.</summary>
internal static class DataFiles
{
    private const int FilesInFolder = 100;
    private const int BlockSize = 64 * 1024;

    private static readonly string[] Words =
        "alpha anchor basket bridge candle copper desert engine falcon garden harbor island jacket kettle ladder meadow needle orange pocket river silver tunnel valley window"
            .Split(' ');

    public static void WriteTexts(string folder, int count, int size)
    {
        for (var number = 0; number < count; number++)
        {
            var place = Path.Combine(folder, Name(number / FilesInFolder));
            Directory.CreateDirectory(place);
            File.WriteAllBytes(Path.Combine(place, $"{Name(number)}.txt"), Text(new Random(number), size));
        }
    }

    public static void WriteHalfNoise(string folder, int count, int size)
    {
        Directory.CreateDirectory(folder);
        var noise = new byte[BlockSize];
        for (var number = 0; number < count; number++)
        {
            var random = new Random(number);
            using var file = File.Create(Path.Combine(folder, $"{Name(number)}.bin"));
            while (file.Length < size)
            {
                random.NextBytes(noise);
                file.Write(noise);
                file.Write(Text(random, BlockSize));
            }

            file.SetLength(size);
        }
    }

    private static byte[] Text(Random random, int size)
    {
        var text = new StringBuilder(size + 10);
        while (text.Length < size)
        {
            text.Append(Words[random.Next(Words.Length)]).Append(random.Next(8) == 0 ? '\n' : ' ');
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, size));
    }

    private static string Name(int number) => number.ToString("D5", CultureInfo.InvariantCulture);
}
