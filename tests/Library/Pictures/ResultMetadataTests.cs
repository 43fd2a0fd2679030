using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class ResultMetadataTests : IDisposable
{
    private static readonly DataDescription Data = new(new DataShape(new Extent(3, 4), new Extent(5, 6)), ElementType.U16, new Validity())
    {
        Axes = [
            new("scan row", 0.5, -1, "nm"),
            new("scan column", 0.25, 0, "nm"),
            new("detector row", 0.2, 0, "mrad"),
            new("detector column", 0.1, 0, "mrad")],
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Archive_ReadByNumPyWithoutPickle_TellsUnitsAxesAndOrigin()
    {
        DebianPython.Require("numpy");
        var run = new RunRecord("com", "/data/größe µ.h5")
        {
            Parameters = new Dictionary<string, IReadOnlyList<string>> { ["center"] = ["auto"], ["detector"] = ["a=bf", "b=adf"] },
            Found = new Dictionary<string, double> { ["radius"] = 0.1 + 0.2 },
        };
        ArrayFile.Save(
            _folder.File("a.npz"),
            [
                NamedArray.Of(Result("raw_com", ResultKind.Scan, [3, 4, 2], "px") with { ExtraNames = ["row, column"] }, Data),
                NamedArray.Of(Result("sum", ResultKind.Detector, [5, 6], "counts²"), Data),
                NamedArray.Of(Result("flip", ResultKind.Single, [], unit: null), Data)],
            run: run);

        DebianPython.Run(
            """
            import sys, json, numpy as np
            z = np.load(sys.argv[1] + '/a.npz', allow_pickle=False)
            text = lambda name: str(z[name])
            assert z.files == ['raw_com', 'sum', 'flip', 'raw_com.unit', 'sum.unit', 'axes', 'analysis', 'parameters', 'found', 'source', 'program'], z.files
            assert (text('raw_com.unit'), text('sum.unit')) == ('px', 'counts²')
            axes = json.loads(text('axes'))
            assert axes['raw_com'] == [
                dict(name='scan row', length=3, scale=0.5, offset=-1, unit='nm'),
                dict(name='scan column', length=4, scale=0.25, offset=0, unit='nm'),
                dict(name='row, column', length=2, scale=1, offset=0, unit=None)], axes
            assert [(a['name'], a['scale'], a['unit']) for a in axes['sum']] == [('detector row', 0.2, 'mrad'), ('detector column', 0.1, 'mrad')], axes
            assert 'flip' not in axes or axes['flip'] == []
            assert text('analysis') == 'com' and text('source') == '/data/größe µ.h5' and text('program').startswith('ronchi '), text('source')
            assert json.loads(text('parameters')) == {'center': 'auto', 'detector': ['a=bf', 'b=adf']}
            assert json.loads(text('found')) == {'radius': 0.1 + 0.2}
            """,
            _folder.Path);
    }

    [Fact]
    public void ResultCalledAxes_KeepsItsName()
    {
        var entries = ResultMetadata.Entries(
            [
                NamedArray.Of(Result("axes", ResultKind.Scan, [3, 4], "counts"), Data),
                NamedArray.Of(Result("axes.unit", ResultKind.Single, [], unit: null), Data)],
            run: null)
            .Select(static entry => entry.Name);

        Assert.Equal(["_axes.unit", "_axes"], entries);
    }

    [Fact]
    public void DataWithoutCalibration_HaveNamedAxesInPixels()
    {
        var bare = Data with { Axes = [], Shape = new DataShape(new Extent(2, 3, 4), new Extent(7)) };
        var scan = NamedArray.Of(Result("a", ResultKind.Scan, [2, 3, 4, 5], "counts"), bare);
        var detector = NamedArray.Of(Result("b", ResultKind.Detector, [7], "counts"), bare);

        Assert.Equal(
            ["series px", "scan row px", "scan column px", "axis 3 "], scan.Axes.Select(static axis => $"{axis.Name} {axis.Unit}"));
        Assert.Equal(["channel px"], detector.Axes.Select(static axis => $"{axis.Name} {axis.Unit}"));
        Assert.Equal((1, 0), (scan.VectorAxes, detector.VectorAxes));
    }

    [Fact]
    public void Picture_ReadByPillow_TellsUnitAndPixelSize()
    {
        DebianPython.Require("PIL");
        var array = NamedArray.Of(Result("bf", ResultKind.Scan, [3, 4], "counts²"), Data);
        foreach (var hasLegend in new[] { false, true })
        {
            ArrayFile.Save(
                _folder.File("a.png"), [array], overwrite: true,
                new() { HasLegend = hasLegend }, new RunRecord("virtual-image", "scan µ.h5"));
            Assert.Equal(
                "bf|counts²|0.5 nm, 0.25 nm|scan µ.h5",
                DebianPython.Run(
                    "import sys; from PIL import Image; t = Image.open(sys.argv[1]).text; print('|'.join(t[k] for k in "
                    + "('Title', 'Unit', 'Pixel size', 'Source')))",
                    _folder.File("a.png")).Trim());
        }
    }

    private static ResultArray Result(string name, ResultKind kind, long[] shape, string? unit) =>
        new(name, kind, ElementType.F64, new Extent(shape), new double[(int)new Extent(shape).Count]) { Unit = unit };
}
