namespace Ronchi.Store;

/// <summary>Work on all blocks of a cube, on all cores.</summary>
internal static class CubeWork
{
    private static readonly ParallelOptions Options = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };
    private const int Share = 8;   // blocks that a thread takes at a time

    /// <exception cref="OperationCanceledException">It was cancelled; checked before each block.</exception>
    public static void ForEach(int blocks, Action<int> work, CancellationToken cancellationToken)
    {
        // Threads that simply return end sooner than such that throw.
        Parallel.For(0, (blocks + Share - 1) / Share, Options, share =>
        {
            for (int block = share * Share;
                block < Math.Min((share + 1) * Share, blocks) && !cancellationToken.IsCancellationRequested; block++)
                    work(block);
        });
        cancellationToken.ThrowIfCancellationRequested();
    }
}
