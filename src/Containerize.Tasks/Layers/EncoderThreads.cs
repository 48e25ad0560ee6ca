using System.Buffers;

namespace Containerize.Layers;

/// <summary>
/// Threads that encode blocks and do nothing else, at most one for each core, whatever number of publishes the process is busy with. The
/// pool's threads come and go, and each would leave memory behind: a compressor's state is large, and the C library keeps what was
/// given back to it thread by thread. They end when there is nothing to do.
/// </summary>
internal static class EncoderThreads
{
    /// <summary>Bounds the memory on machines with very many cores; more at once would only wait for the disk.</summary>
    private const int MostCores = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly object Gate = new();
    private static readonly Queue<Job> Waiting = new();
    private static int running;
    private static int spared;
    private static int idle;

    /// <summary>How many blocks are encoded at once.</summary>
    public static int Most { get; } = Math.Min(Environment.ProcessorCount, MostCores);

    /// <summary>How many threads there may be now.</summary>
    private static int Allowed => Math.Max(1, Most - Math.Min(spared, 1));

    /// <summary>Leaves a core to others, where there are several, until it is disposed.</summary>
    public static IDisposable SpareCore() => new SparedCore();

    /// <param name="encoder">In use until the task has ended.</param>
    /// <param name="block">From the shared pool, to which it is given back.</param>
    /// <param name="length">How many bytes of it count.</param>
    public static Task<EncodedBlock> EncodeAsync(IBlockEncoder encoder, byte[] block, int length)
    {
        var job = new Job(encoder, block, length);
        lock (Gate)
        {
            Waiting.Enqueue(job);
            if (Waiting.Count <= idle)
            {
                Monitor.Pulse(Gate);
            }
            else if (running < Allowed)
            {
                running++;
                new Thread(Work) { IsBackground = true, Name = "Containerize encoder" }.Start();
            }
        }

        return job.Encoded;
    }

    private static void Work()
    {
        while (Next() is { } job)
        {
            job.Run();
        }
    }

    /// <summary>Null when nothing came for a while: then the thread no longer counts.</summary>
    private static Job? Next()
    {
        lock (Gate)
        {
            while (Waiting.Count == 0)
            {
                idle++;
                var wasWoken = Monitor.Wait(Gate, Patience);
                idle--;
                if (!wasWoken && Waiting.Count == 0)
                {
                    running--;
                    return null;
                }
            }

            return Waiting.Dequeue();
        }
    }

    private sealed class SparedCore : IDisposable
    {
        private bool isGiven;

        public SparedCore()
        {
            lock (Gate)
            {
                spared++;
            }
        }

        public void Dispose()
        {
            lock (Gate)
            {
                spared -= isGiven ? 0 : 1;
                isGiven = true;
            }
        }
    }

    private sealed class Job(IBlockEncoder encoder, byte[] block, int length)
    {
        private readonly TaskCompletionSource<EncodedBlock> encoded = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<EncodedBlock> Encoded => encoded.Task;

        public void Run()
        {
            try
            {
                encoded.SetResult(encoder.Encode(block.AsSpan(0, length)));
            }
            catch (Exception e)
            {
                encoded.SetException(e);
            }

            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
