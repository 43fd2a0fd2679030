using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>Loads scans into memory, in every form: the one place that knows how each is loaded.</summary>
public static class Residence
{
    /// <summary>Loads a scan.</summary>
    /// <param name="form">How it is held.</param>
    /// <param name="source">Its frames, after what happens to them. It belongs to the result, and is closed when it is not needed any more,
    /// also after a failure.</param>
    /// <param name="loading">How it is loaded.</param>
    /// <param name="cancellationToken">Checked once a tile; everything is given back.</param>
    /// <exception cref="SourceException">The data cannot be read.</exception>
    /// <exception cref="ArgumentException">The data cannot be held in this form.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<HeldScan> LoadAsync(
        ResidenceForm form, IFrameSource source, ResidenceLoading loading, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(loading);
        switch (form)
        {
            case ResidenceForm.ScanBlocked:
                using (source)
                    return await BlocksAsync(source, loading, cancellationToken).ConfigureAwait(false);
            case ResidenceForm.Frames:
                using (source)
                    return new HeldScan(
                        await FrameScan.LoadAsync(source, progress: loading.Progress, cancellationToken: cancellationToken).ConfigureAwait(
                            false));
            case ResidenceForm.Sparse:
                using (source)
                    return new HeldScan(
                        await SparseScan.LoadAsync(source, progress: loading.Progress, cancellationToken: cancellationToken).ConfigureAwait(
                            false));
            case ResidenceForm.Compressed:
                source.Dispose();
                return await CompressedAsync(loading, cancellationToken).ConfigureAwait(false);
            case ResidenceForm.Followed:
                return new HeldScan(new FollowedScan(source));
            default:
                try
                {
                    return new HeldScan(
                        await PartialScan.LoadAsync(source, loading.MemoryBytes, loading.Progress, cancellationToken).ConfigureAwait(
                            false));
                }
                catch
                {
                    source.Dispose();
                    throw;
                }
        }
    }

    private static async Task<HeldScan> BlocksAsync(IFrameSource source, ResidenceLoading loading, CancellationToken cancellationToken)
    {
        var cube = ScanBlockedCube.Start(
            source, new CubeOptions { RingCenter = loading.Center }, progress: loading.Progress, cancellationToken: cancellationToken);
        var held = new HeldScan(cube);
        try
        {
            loading.OnStarted?.Invoke(held);
            await cube.Loaded.ConfigureAwait(false);
            return held;
        }
        catch
        {
            cube.Dispose();
            throw;
        }
    }

    private static async Task<HeldScan> CompressedAsync(ResidenceLoading loading, CancellationToken cancellationToken)
    {
        var source = await Task.Run(loading.Open, cancellationToken).ConfigureAwait(false);
        try
        {
            if (source is not ICompressedSource stored)
                throw new ArgumentException(
                    $"{source.Info.Path}: frames are not stored as one compressed chunk each and cannot be "
                    + "held compressed: choose another form.");
            var held = await CompressedScan.LoadAsync(stored, loading.Progress, cancellationToken).ConfigureAwait(false);
            source = held;   // it is disposed with it
            return new(held, loading.Stages(held));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }
}
