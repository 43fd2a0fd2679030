using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>Puts the frames of a run into a cube; partitions are its blocks.</summary>
internal sealed class CubeLoader(ScanBlockedCube cube) : Udf, IStackUdf, IPostprocessUdf
{
    /// <inheritdoc/>
    public override string Name => "load";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.Kept;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [];

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form) =>
        data.ElementType.Dispatch<StagingAction, object>(new(cube));

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task) => ((CubeStaging)task.TaskData!).Add(tile);

    /// <inheritdoc/>
    public void Postprocess(UdfTask task) => ((CubeStaging)task.TaskData!).End();

    private readonly struct StagingAction(ScanBlockedCube cube) : IElementTypeAction<object>
    {
        public object Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => new CubeStaging<T>(cube);
    }
}
