import { Table2 } from 'lucide-react';
import { Empty } from '@/components/ui/states';
import { useTranslation } from '@/i18n';
import { TableList } from '@/components/TableList';
import { TableView } from './TableView';
import { useDataView } from './view';

export default function DataScreen() {
  const { t } = useTranslation();
  const data = useDataView();
  const { address } = data;
  return (
    <div className="flex h-full">
      <TableList address={address} onOpen={data.open} />
      {address ? (
        <TableView key={`${address.schema}.${address.table}`} address={address} data={data} />
      ) : (
        <div className="flex-1">
          <Empty icon={<Table2 />} title={t('data.choose')} />
        </div>
      )}
    </div>
  );
}
