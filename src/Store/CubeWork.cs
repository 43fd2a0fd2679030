namespace Ronchi.Store;

/// <summary>Work on all blocks of a cube, on all cores.</summary>
internal static class CubeWork
{
    private const int Share = 8;   // blocks that a thread takes at a time

    /// <exception cref="OperationCanceledException">It was cancelled; checked before each block.</exception>
    public static void ForEach(int blocks, Action<int> work, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, (blocks + Share - 1) / Share, options, share =>
        {
            for (int block = share * Share; block < Math.Min((share + 1) * Share, blocks); block++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                work(block);
            }
        });
    }
}
