using System.Text.Json;
using CsCheck;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Engine.Operations;

/// <summary>One record with a member of every type that a parameter may have, through every form in which values are written.</summary>
public sealed class ParameterSchemaTests
{
    private static readonly Gen<EveryKind> Records =
        from count in Gen.Int[0, 1000]
        from most in Gen.Long
        from weight in Gen.Double.Where(double.IsFinite)
        from share in Gen.Float.Where(float.IsFinite)
        from angle in Gen.Double[-360, 360]
        from isFlipped in Gen.Bool
        from note in Gen.String[Gen.Char.AlphaNumeric, 0, 8].Select(static text => text + " ,=-")
        from boundary in Gen.Int[0, 2].Select(static i => new[] { null, Edge.Mirrored, (Edge?)Edge.WholeCells }[i])
        from length in Gen.Select(
            Gen.Double[0, 1e6],
            Gen.Int[0, 2].Select(static i => new[] { "", "mrad", "1/nm" }[i]),
            static (value, unit) => new DetectorLength(value, unit))
        from center in Gen.Int[0, 3]
            .Select(static i => new[]
            {
                null,
                DetectorPosition.Auto,
                (DetectorPosition?)new DetectorPosition(-1.25, 1e-7),
                DetectorPosition.Parse("3mrad,4.5 1/nm"),
            }[i])
        from files in Gen.Select(
            Gen.Int[0, 3],
            static number => new ParameterList<FilePath>(Enumerable.Range(0, number + 1).Select(static i => (FilePath)$"a b{i}.npy")))
        select new EveryKind
        {
            Count = count,
            Most = most,
            Weight = weight,
            Share = share,
            Angle = angle,
            FlipY = isFlipped,
            Note = note,
            Edge = boundary,
            Length = length,
            Center = center,
            Mask = files,
        };

    private enum Edge
    {
        Mirrored,
        WholeCells,
    }

    [Fact]
    public void Names_AreThoseOfTheMembers() => Assert.Equal(
        ["count", "most", "weight", "share", "angle", "flip-y", "note", "edge", "length", "center", "mask"],
        ParameterSchema.Of(typeof(EveryKind)).Parameters.Select(static parameter => parameter.Name));

    [Fact]
    public void Kinds_AreThoseOfTheTypes() => Assert.Equal(
        [
            ParameterKind.Integer,
            ParameterKind.Integer, ParameterKind.Real, ParameterKind.Real, ParameterKind.Angle, ParameterKind.Switch,
            ParameterKind.Text, ParameterKind.Choice, ParameterKind.Length, ParameterKind.Position,
            ParameterKind.File,
        ],
        ParameterSchema.Of(typeof(EveryKind)).Parameters.Select(static parameter => parameter.Kind));

    [Fact]
    public void Help_TellsTheDefault()
    {
        var help = ParameterSchema.Of(typeof(EveryKind)).Parameters
            .ToDictionary(static parameter => parameter.Name, static parameter => parameter.Help);

        Assert.Equal("How many (default: 7)", help["count"]);
        Assert.Equal("Where (default: the middle)", help["center"]);
        Assert.Equal("Whether", help["flip-y"]);
        Assert.Equal("Files", help["mask"]);
    }

    [Fact]
    public void Json_GivesEqualArguments() => Records.Sample(static record =>
    {
        var given = Arguments.Of(record);
        using var json = JsonDocument.Parse(given.ToJson().ToJsonString());

        var read = Arguments.Read(given.Schema, json.RootElement);

        Assert.Equal(given, read);
        Assert.Equal(given.ToString(), read.ToString());
        Assert.Equal(given.GetHashCode(), read.GetHashCode());
    });

    [Fact]
    public void CommandLine_GivesEqualArguments() => Records.Sample(static record =>
    {
        var given = Arguments.Of(record);
        var texts = new List<(string Name, string Text)>();
        var options = given.ToOptions();
        for (var i = 0; i < options.Count; i++)
        {
            var name = options[i].Split('=')[0];
            var isSwitch = given.Schema.Parameters.Any(parameter => parameter.IsSwitch && name == $"--{parameter.OptionName}");
            texts.Add((name, isSwitch ? "" : options[i].Contains('=') ? options[i][(options[i].IndexOf('=') + 1)..] : options[++i]));
        }

        Assert.Equal(
            given,
            Arguments.Parse(
                given.Schema, parameter => [.. texts.Where(text => text.Name == $"--{parameter.Name}").Select(static text => text.Text)]));
    });

    [Fact]
    public void Record_ComesBackAsItWas() => Records.Sample(static record =>
    {
        var context = new OperationContext(
            new DataDescription(new DataShape(new Extent(2, 2), new Extent(64, 64)), ElementType.U16, new Validity()));
        var inPixels = record with
        {
            Length = record.Length.Value,
            Center = record.Center is { IsAuto: false } ? new DetectorPosition(3, 4.5) : record.Center,
        };

        Assert.Equal(inPixels, Arguments.Of(inPixels).Make(context));
    });

    [Theory]
    [InlineData("count", "x", "--count: 'x' is not a whole number from 0 to 1000.")]
    [InlineData("count", "1.5", "--count: '1.5' is not a whole number from 0 to 1000.")]
    [InlineData("count", "-1", "--count: '-1' is not a whole number from 0 to 1000.")]
    [InlineData("count", "1e9", "--count: '1e9' is not a whole number from 0 to 1000.")]
    [InlineData("count", "1e12", "--count: '1e12' is not a whole number from 0 to 1000.")]
    [InlineData("weight", "NaN", "--weight: 'NaN' is not a number: write it as in 12.5.")]
    [InlineData("edge", "cells", "--edge: 'cells' is not known: expected mirrored or whole-cells.")]
    [InlineData("length", "-3mrad", "--length: '-3mrad' is negative; lengths are at least 0.")]
    [InlineData("length", "wide", "--length: 'wide' is not a number: write pixels as in 12.5, or a unit as in 12mrad.")]
    [InlineData("center", "1,2,3", "--center: '1,2,3' is not a position: expected ROW,COL, as in 95.5,96, or auto.")]
    [InlineData("mask", "", "--mask: the name of the file is empty.")]
    public void WrongText_IsRefusedWithTheCure(string name, string text, string message)
    {
        var refused = Assert.Throws<ParameterException>(
            () => Arguments.Parse(ParameterSchema.Of(typeof(EveryKind)), parameter => parameter.Name == name ? [text] : []));

        Assert.Equal((name, message), (refused.Parameter, refused.Message));
    }

    [Theory]
    [InlineData(
        """{"radios": 1}""",
        "--radios: there is no such parameter, only count, most, weight, share, angle, flip-y, note, edge, length, center, mask.")]
    [InlineData("""{"lenght": 1}""", "--lenght: there is no such parameter. Did you mean 'length'?")]
    [InlineData("""{"count": "many"}""", "--count: 'many' is not a whole number from 0 to 1000.")]
    [InlineData("""{"count": {}}""", "--count: {} is not a whole number from 0 to 1000.")]
    [InlineData("""{"flip-y": 1}""", "--flip-y: 1 is neither true nor false.")]
    [InlineData("""{"center": {"row": 1}}""", """--center: {"row": 1} is not of the form ROW,COL|auto.""")]
    [InlineData("[1]", """parameters are an object with a member for each: {"radius": 12}.""")]
    public void WrongJson_IsRefusedWithTheCure(string text, string message)
    {
        using var json = JsonDocument.Parse(text);

        Assert.Equal(
            message,
            Assert.ThrowsAny<FormatException>(() => Arguments.Read(ParameterSchema.Of(typeof(EveryKind)), json.RootElement)).Message);
    }

    [Fact]
    public void MissingRequired_IsNamed() => Assert.Equal(
        "--mask: it is required: Files.",
        Assert.Throws<ParameterException>(() => Arguments.None(ParameterSchema.Of(typeof(EveryKind)))
            .Make(new OperationContext(
                new DataDescription(new DataShape(new Extent(1), new Extent(1, 1)), ElementType.U8, new Validity())))).Message);

    [Fact]
    public void ValuesEqualToTheDefaults_AreNotKept()
    {
        using var json = JsonDocument.Parse("""{"count": 7, "flip-y": false, "center": null}""");

        Assert.Equal(
            Arguments.None(ParameterSchema.Of(typeof(EveryKind))), Arguments.Read(ParameterSchema.Of(typeof(EveryKind)), json.RootElement));
    }

    [Fact]
    public void Position_OffTheDetector_IsNoted()
    {
        var context = new OperationContext(
            new DataDescription(new DataShape(new Extent(1), new Extent(8, 8)), ElementType.U8, new Validity()));

        _ = Arguments.Of(new EveryKind { Center = new DetectorPosition(3, 8), Mask = ["m.npy"] }).Make(context);

        Assert.Equal(["--center 3,8 lies outside the detector of 8×8 pixels"], context.Notes);
    }

    [Fact]
    public void Lengths_AreConvertedWithTheDetectorAxes()
    {
        var detector = new Axis("detector column", 0.5, 0, "mrad");
        var data = new DataDescription(new DataShape(new Extent(1), new Extent(8, 8)), ElementType.U8, new Validity())
        {
            Axes = [new("scan row", 1, 0, "nm"), detector, detector],
        };

        var made = (EveryKind)Arguments.Of(new EveryKind { Length = new(3, "mrad"), Center = DetectorPosition.Parse("2mrad,3"), Mask = [] })
            .Make(new OperationContext(data));

        Assert.Equal((6, (4, 3)), (made.Length.Pixels, made.Center!.Value.Pixels!.Value));
    }

    [Fact]
    public void MemberThatCannotBeWritten_IsRefused() =>
        Assert.Equal(
            "Unwritable: parameter 'When' of DateTime cannot be an option: use numbers, bool, string, an enum, (double Row, double "
            + "Column), or float[] for a .npy file.",
            Assert.Throws<ArgumentException>(() => ParameterSchema.Of(typeof(Unwritable))).Message);

    private sealed record Unwritable
    {
        [Parameter("When")]
        public DateTime When { get; init; }
    }

    private sealed record EveryKind
    {
        [Parameter("How many", Minimum = 0, Maximum = 1000)]
        public int Count { get; init; } = 7;

        [Parameter("The most")]
        public long Most { get; init; }

        [Parameter("Weight")]
        public double Weight { get; init; }

        [Parameter("Share")]
        public float Share { get; init; } = 0.1f;

        [Parameter("Angle", Unit = "°")]
        public double Angle { get; init; }

        [Parameter("Whether")]
        public bool FlipY { get; init; }

        [Parameter("Note")]
        public string? Note { get; init; }

        [Parameter("Edge")]
        public Edge? Edge { get; init; }

        [Parameter("Length")]
        public DetectorLength Length { get; init; } = 2;

        [Parameter("Where", Default = "the middle")]
        public DetectorPosition? Center { get; init; }

        [Parameter("Files")]
        public required ParameterList<FilePath> Mask { get; init; }
    }
}
