using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>A user-defined function over the frames of a scan.</summary>
/// <remarks>
/// A UDF says how it wants the data by implementing one or more of <see cref="ITileUdf"/>, <see cref="IStackUdf"/>,
/// <see cref="IFrameUdf"/> and <see cref="IPartitionUdf"/>; of several the first in this order is used unless <see cref="Method"/> says
/// otherwise. Where it needs more it implements <see cref="IPreprocessUdf"/>, <see cref="IPostprocessUdf"/>, <see cref="IMergeUdf"/>,
/// <see cref="IMergeAllUdf"/> or <see cref="ICleanupUdf"/>. The object itself never changes during a run: each worker has a
/// shallow copy of it, and what changes lies in the <see cref="UdfTask"/>. Frames come in any order.
/// The contract follows LiberTEM's (Clausen et al., J. Open Source Softw. 5 (2020) 2006); docs/udf.md shows both side by side.
/// </remarks>
public abstract class Udf
{
    /// <summary>What the UDF is called in messages.</summary>
    public abstract string Name { get; }

    /// <summary>Tile forms that it understands, the preferred one first; see <see cref="TileForms"/> for sets of them.</summary>
    public virtual IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <summary>
    /// What may compute it. A device takes part in a run when all UDFs of the run list it; each worker has one, and
    /// <see cref="UdfTask.Device"/> tells which.
    /// </summary>
    public virtual IReadOnlyList<DeviceClass> Devices => [DeviceClass.Cpu];

    /// <summary>
    /// The type that values should at least have: they come as the <see cref="Promotion"/> of it and the stored type. Null: as they are
    /// stored.
    /// </summary>
    /// <remarks>
    /// A preference, not a promise: a UDF that requires a type checks <see cref="DataDescription.ElementType"/> in <see cref="Declare"/>.
    /// </remarks>
    public virtual ElementType? PreferredType => null;

    /// <summary>What it gets in place of values that are no measurement: 0 unless it says otherwise.</summary>
    /// <remarks>
    /// Where <see cref="TileForm.BitPlanes"/> hold such values they are read by UDFs only that leave them out by themselves; others get
    /// pixels.
    /// </remarks>
    public virtual UnmeasuredValues Unmeasured => UnmeasuredValues.Zero;

    /// <summary>How large tiles should be.</summary>
    public virtual TilePreference Tiles => TilePreference.Default;

    /// <summary>Detector pixels that are read; the others may hold anything. Null: all.</summary>
    public virtual PixelSet? Support(DataDescription data) => null;

    /// <summary>The method to use for such data; null: the first that is implemented, in the order tile, stack, frame, partition.</summary>
    public virtual UdfMethod? Method(DataDescription data) => null;

    /// <summary>Declares the results.</summary>
    /// <param name="data">The data as the UDF will see them; <see cref="DataDescription.Roi"/> tells which positions the run
    /// visits.</param>
    /// <exception cref="ArgumentException">The UDF cannot run on such data; the message says why and what to do.</exception>
    public abstract IReadOnlyList<BufferDeclaration> Declare(DataDescription data);

    /// <summary>
    /// Makes what one worker keeps for itself during a run: tables, scratch memory. Disposed after the run if it is disposable.
    /// </summary>
    public virtual object? CreateTaskData(DataDescription data, TileForm form) => null;

    /// <summary>
    /// Makes the results from the merged buffers. The default returns all that are not private, unchanged. Free of side effects; called
    /// when somebody looks, perhaps often.
    /// </summary>
    /// <param name="merged">Buffers of the whole data set, and which positions they hold.</param>
    /// <returns>Results by the declared names. Those that are left out are returned unchanged, private ones dropped.</returns>
    public virtual IReadOnlyList<ResultArray> GetResults(UdfTask merged) => [];

    /// <summary>A copy for one worker; arrays in fields are shared by all and must not be written to.</summary>
    internal Udf ForWorker() => (Udf)MemberwiseClone();
}
