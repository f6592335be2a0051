import type { JSX } from 'preact';
import type { ModelReading } from '../../model/measure/quantities/model-reading.ts';
import type { Quantity } from '../../model/measure/quantities/quantity.ts';
import {
  QUANTITIES,
  type QuantityName,
  type QuantityUnit,
} from '../../model/measure/quantities/quantity-table.ts';
import { functionName } from '../../model/report/function-name.ts';
import { quantityText } from '../../model/report/quantity-text.ts';
import type { Messages } from '../surroundings.ts';
import type { PanelAmounts } from './panel-amounts.ts';

const NAMES = Object.keys(QUANTITIES).filter((name): name is QuantityName => name in QUANTITIES);

export interface ModelQuantitiesProps {
  readonly messages: Messages;
  readonly amounts: PanelAmounts;
  readonly reading: ModelReading;
}

/** Every quantity of the paper: name and symbol, value with unit and interval, how sure it is and why not more. */
export function ModelQuantities(props: ModelQuantitiesProps): JSX.Element {
  const { messages, reading } = props;
  const { idle, threshold } = reading;
  const line = (key: string, symbol: string, unit: QuantityUnit, source: string, quantity: Quantity) => (
    <Line {...props} key={key} name={messages(`uiModel_${key}`)} {...{ symbol, unit, source, quantity }} />
  );
  return (
    <>
      <h4>{messages('uiModelTitle')}</h4>
      <dl class="model">
        {NAMES.map((name) => {
          const { symbol, unit, source } = QUANTITIES[name];
          return line(name, symbol, unit, source, reading[name]);
        })}
        {line('thresholdDemand', 'd₀', 'actions/s', 'Fig. 5', threshold.demand)}
        {line('thresholdSupply', 's₀', 'bit/s', 'Fig. 5', threshold.supply)}
        {line('think', 'p_think', 'ratio', 'eq. 7', idle.think)}
        {line('abort', 'p_abort', 'ratio', 'eq. 7', idle.abort)}
        {line('idle', 'p_idle', 'ratio', 'eq. 7', idle.idle)}
        <div>
          <dt>{messages('uiFeedback')}</dt>
          <dd class="value">{messages(`uiFeedback_${reading.feedbackSign}`)}</dd>
        </div>
      </dl>
      {reading.functions.length > 0 && <Functions {...props} />}
    </>
  );
}

function Line(
  props: ModelQuantitiesProps & {
    readonly name: string;
    readonly symbol: string;
    readonly unit: QuantityUnit;
    readonly source: string;
    readonly quantity: Quantity;
  },
): JSX.Element {
  const { messages, amounts, name, symbol, unit, source, quantity } = props;
  const { value, interval, confidence } = quantityText(quantity, unit, messages, amounts);
  return (
    <div data-trust={quantity.confidence}>
      <dt>
        {name} <span class="symbol">{symbol}</span>
      </dt>
      <dd class="value">{value}</dd>
      <dd class="definition">
        {interval !== '' && <span class="interval">{interval} · </span>}
        {confidence} · {source}
      </dd>
    </div>
  );
}

/** What each function of the instrument asks for, and what a bit of it brings. */
function Functions({ messages, amounts, reading }: ModelQuantitiesProps): JSX.Element {
  return (
    <table class="states functions">
      <caption>{messages('uiFunctions')}</caption>
      <thead>
        <tr>
          <th scope="col">{messages('uiFunction')}</th>
          <th scope="col">{messages('uiFunctionActions')}</th>
          <th scope="col">{messages('uiFunctionDelivered')}</th>
          <th scope="col">{messages('uiFunctionActivity')}</th>
          <th scope="col">{messages('uiFunctionGain')}</th>
        </tr>
      </thead>
      <tbody>
        {reading.functions.map((each) => {
          const gain = quantityText(each.gain, 'bit/bit', messages, amounts);
          return (
            <tr key={each.function}>
              <th scope="row">{functionName(each.function, messages)}</th>
              <td>{amounts.count(each.actions)}</td>
              <td>{amounts.count(each.delivered)}</td>
              <td>{quantityText(each.activity, 'bit/s', messages, amounts).value}</td>
              <td>
                {gain.value}
                <span class="definition"> {gain.interval || gain.confidence}</span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
