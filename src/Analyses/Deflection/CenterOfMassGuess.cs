using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Deflection;

/// <summary>Estimates rotation and flip between detector and scan from the centres of mass: see <see cref="DeflectionGuess"/>.</summary>
/// <remarks>
/// Results: <c>rotation</c> in degrees, <c>flip</c> (0 or 1), and <c>center</c>, the mean centre of mass (row, column) in pixels: what
/// <c>com</c> takes as --scan-rotation, --flip-y and --center.
/// </remarks>
/// <param name="settings">The region that counts. Null: whole frames.</param>
public sealed class CenterOfMassGuess(CenterOfMassSettings? settings = null) : Udf, IStackUdf
{
    private readonly CenterOfMass _centers = new(settings);

    /// <inheritdoc/>
    public override string Name => "com-guess";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms => _centers.Forms;

    /// <inheritdoc/>
    public override PixelSet? Support(DataDescription data) => _centers.Support(data);

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        var declared = _centers.Declare(data);
        if (data.Shape.Scan.Rank != 2 || data.Shape.Scan[0] < 3 || data.Shape.Scan[1] < 3)
            throw new ArgumentException(
                $"A scan of {data.Shape.Scan} is too small to find the rotation: at least three rows and columns are needed.");
        return
        [
            .. declared.Where(static buffer => buffer.Use is BufferUse.Private or BufferUse.Report),
            new("rotation", ResultKind.Single, ElementType.F64, Use: BufferUse.ResultOnly) { Unit = ResultUnit.Degrees },
            new("flip", ResultKind.Single, ElementType.U8, Use: BufferUse.ResultOnly),
            new("center", ResultKind.Single, ElementType.F64, new Extent(2), Use: BufferUse.ResultOnly)
            {
                Unit = ResultUnit.Pixels,
                ExtraNames = ["row, column"],
            },
        ];
    }

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form) => _centers.CreateTaskData(data, form);

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task) => _centers.ProcessStack(tile, task);

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        var centers = merged[0].Span<double>();
        double[] rows = new double[centers.Length / 2], columns = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            (rows[i], columns[i]) = (centers[2 * i], centers[(2 * i) + 1]);
        var scan = merged.Data.Shape.Scan;
        var guess = DeflectionGuess.Of(rows, columns, (int)scan[0], (int)scan[1], merged.MeasuredScan);
        return
        [
            new("rotation", ResultKind.Single, ElementType.F64, default, new[] { guess.ScanRotation }),
            new("flip", ResultKind.Single, ElementType.U8, default, new[] { guess.FlipY ? (byte)1 : (byte)0 }),
            new("center", ResultKind.Single, ElementType.F64, new Extent(2), new[] { guess.Row, guess.Column }),
        ];
    }
}
